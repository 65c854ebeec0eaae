import { useEffect, useState } from "preact/hooks";
import type { Attachment } from "../wire";
import { PICTURE } from "../state/uploads";
import type { Upload } from "../state/uploads";
import { useHere } from "./here";
import { Icon } from "./icons";
import { fileSize } from "./times";

/**
 * A file of a stored message. Its address is asked for when it is shown: addresses live only for a short
 * while.
 */
export function Stored({ file }: { file: Attachment }) {
  const { desk, view, locale } = useHere();
  const own = desk.uploads.known(file.id)?.preview ?? "";
  const picture = PICTURE.test(file.mime);
  const [url, setUrl] = useState(own);
  useEffect(() => {
    if (picture && !url && view.link === "live") void desk.files.of(file.id).then(setUrl);
  }, [picture, url, view.link]);
  const open = async () => {
    // The window must be opened within the click, or the browser holds it back.
    const page = globalThis.open("", "_blank");
    const address = await desk.files.of(file.id);
    if (page && address) {
      page.opener = null;
      page.location.href = address;
    } else page?.close();
  };
  return (
    <button
      type="button"
      class={picture && url ? "picture" : "file"}
      onClick={() => void open()}
      title={file.name}
    >
      {picture && url ? (
        <img src={url} alt={file.name} loading="lazy" onError={() => setUrl("")} />
      ) : (
        <Icon name="file" />
      )}
      {(!picture || !url) && (
        <span>
          <b dir="auto">{file.name}</b>
          <small>{fileSize(file.size, locale)}</small>
        </span>
      )}
    </button>
  );
}

/** A file of a message on its way, as far as this page knows it. */
export function OnItsWay({ id }: { id: string }) {
  const { desk, say } = useHere();
  const known = desk.uploads.known(id);
  if (known?.preview) {
    return (
      <span class="picture">
        <img src={known.preview} alt={known.name} />
      </span>
    );
  }
  return (
    <span class="file">
      <Icon name="file" />
      <span>
        <b dir="auto">{known?.name ?? say("file")}</b>
      </span>
    </span>
  );
}

const REASONS = { too_large: "tooLarge", unsupported: "unsupported" } as const;

/** The files beside the composer, with how far they are. */
export function Tray() {
  const { view } = useHere();
  if (!view.uploads.length) return null;
  return (
    <ul class="tray">
      {view.uploads.map((upload) => (
        <Chip key={upload.key} upload={upload} />
      ))}
    </ul>
  );
}

function Chip({ upload }: { upload: Upload }) {
  const { desk, say, locale } = useHere();
  const { key, name, state, code, preview, progress } = upload;
  const failed = state === "failed";
  const reason = code in REASONS ? REASONS[code as keyof typeof REASONS] : "uploadFailed";
  return (
    <li class={`chip ${state}`}>
      {preview ? <img src={preview} alt="" /> : <Icon name="file" />}
      <span>
        <b dir="auto">{name}</b>
        <small role={failed ? "alert" : undefined}>
          {failed ? say(reason) : fileSize(upload.size, locale)}
        </small>
        {state === "going" && <progress value={progress} aria-label={name} />}
      </span>
      {failed && reason === "uploadFailed" && (
        <button type="button" class="text" onClick={() => desk.uploads.retry(key)}>
          {say("retry")}
        </button>
      )}
      <button
        type="button"
        class="round"
        aria-label={say("remove", { name })}
        onClick={() => desk.uploads.remove(key)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
