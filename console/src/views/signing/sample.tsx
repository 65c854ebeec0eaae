import { Button, CopyButton, Tabs } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import classes from "./signing.module.css";
import { PAGE, samples } from "./samples";

/** Text to be taken along. */
export function Copied({ text }: { text: string }) {
  const { t } = useTranslation("signing");
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" onClick={copy} leftSection={copied ? <Check size={14} /> : <Copy size={14} />}>
          {copied ? t("copied") : t("copy")}
        </Button>
      )}
    </CopyButton>
  );
}

function Code({ text }: { text: string }) {
  return (
    <div className={classes.code}>
      <pre dir="ltr" tabIndex={0}>{text}</pre>
      <Copied text={text} />
    </div>
  );
}

/** The lines a shop needs, with its own names in them. */
export function Samples({ shop, kid }: { shop: string; kid: string }) {
  const { t } = useTranslation("signing");
  const found = Object.entries(samples(shop, kid || "KEY-ID"));
  return (
    <>
      <Tabs defaultValue="Python" mb="md">
        <Tabs.List>
          {found.map(([name]) => <Tabs.Tab key={name} value={name}>{name}</Tabs.Tab>)}
        </Tabs.List>
        {found.map(([name, text]) => (
          <Tabs.Panel key={name} value={name} pt="sm"><Code text={text} /></Tabs.Panel>
        ))}
      </Tabs>
      <h3 className={classes.subtitle}>{t("page")}</h3>
      <Code text={PAGE} />
    </>
  );
}
