import { Alert, Button, Center, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Asked } from "./asked";
import { say } from "./say";

/** What was asked for, once it is there; else why not, and a way to ask again. */
export function Awaited<T>({ asked, children }: { asked: Asked<T>; children: (value: T) => ReactNode }) {
  const { t } = useTranslation();
  const { value, problem, again } = asked;
  return (
    <>
      {problem === null ? null : (
        <Alert color="red" mb="md" role="alert" title={say(t, "problem", problem.code)}>
          <Button size="xs" variant="default" onClick={again}>
            {t("action.again")}
          </Button>
        </Alert>
      )}
      {value === null && problem === null ? (
        <Center p="xl">
          <Loader aria-label={t("status.loading")} />
        </Center>
      ) : null}
      {value === null ? null : children(value)}
    </>
  );
}
