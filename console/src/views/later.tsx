import { Alert, Button, Center, Loader } from "@mantine/core";
import { Component, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";

interface NetProps {
  readonly fallen: ReactNode;
  readonly children: ReactNode;
}

/** React tells of a failed part only to a class. */
class Net extends Component<NetProps, { fallen: boolean }> {
  override state = { fallen: false };

  static getDerivedStateFromError() {
    return { fallen: true };
  }

  override render() {
    return this.state.fallen ? this.props.fallen : this.props.children;
  }
}

/** A part that is fetched when it is wanted. A server that was renewed meanwhile no longer has it: then the page must be. */
export function Later({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const fallen = (
    <Center flex={1} p="md">
      <Alert color="red" role="alert" title={t("later.failed")}>
        <Button size="xs" variant="default" onClick={() => { window.location.reload(); }}>
          {t("later.reload")}
        </Button>
      </Alert>
    </Center>
  );
  const wait = (
    <Center flex={1} p="xl">
      <Loader aria-label={t("status.loading")} />
    </Center>
  );
  return (
    <Net fallen={fallen}>
      <Suspense fallback={wait}>{children}</Suspense>
    </Net>
  );
}
