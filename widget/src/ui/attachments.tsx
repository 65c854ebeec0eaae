import { Component } from "preact";
import type { Attachment } from "../wire";
import { PICTURE } from "../state/uploads";
import type { Upload } from "../state/uploads";
import { here } from "./here";
import { Icon } from "./icons";
import { fileSize } from "./times";

/** A browser's own recordings are called `voice`; by their bytes they might be films without a picture. */
const heard = ({ mime, name }: Attachment) => /^audio/.test(mime) || /^voice\.webm/.test(name);

interface StoredProps {
  file: Attachment;
}

/**
 * A file of a stored message. Its address is asked for when it is shown: addresses live only for a short
 * while.
 */
export class Stored extends Component<StoredProps, { url: string }> {
  override state = { url: here.desk.uploads.known(this.props.file.id)?.preview ?? "" };
  #link = "";

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    const { link } = here.view;
    if (link === this.#link) return;
    this.#link = link;
    if (link === "live" && !this.state.url && (PICTURE.test(this.props.file.mime) || heard(this.props.file))) void this.#find();
  }

  /** Another address than the one that failed, or none: then it is shown as a file. */
  readonly #find = async () => {
    const found = await here.desk.files.of(this.props.file.id);
    this.setState(({ url }) => ({ url: found === url ? "" : found }));
  };

  readonly #open = async () => {
    // The window must be opened within the click, or the browser holds it back.
    const page = globalThis.open("", "_blank");
    const address = await here.desk.files.of(this.props.file.id);
    if (page && address) {
      page.opener = null;
      page.location.href = address;
    } else page?.close();
  };

  override render({ file }: StoredProps, { url }: Stored["state"]) {
    const picture = url && PICTURE.test(file.mime);
    if (url && heard(file)) return <audio controls src={url} aria-label={file.name} />;
    return (
      <button
        type="button"
        class={picture ? "picture" : "file"}
        onClick={() => void this.#open()}
        title={file.name}
      >
        {picture ? (
          <img src={url} alt={file.name} loading="lazy" onError={() => void this.#find()} />
        ) : (
          <>
            <Icon name="file" />
            <span>
              <b dir="auto">{file.name}</b>
              <small>{fileSize(file.size, here.locale)}</small>
            </span>
          </>
        )}
      </button>
    );
  }
}

/** A file of a message on its way, as far as this page knows it. */
export function OnItsWay({ id }: { id: string }) {
  const { desk, say } = here;
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
        <b dir="auto">{known?.name ?? say(WORD.file)}</b>
      </span>
    </span>
  );
}

const REASONS: Readonly<Record<string, number>> = {
  too_large: WORD.tooLarge,
  unsupported: WORD.unsupported,
};

/** The files beside the composer, with how far they are. */
export function Tray() {
  const { view } = here;
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
  const { desk, say, locale } = here;
  const { key, name, state, code, preview, progress } = upload;
  const failed = state === "failed";
  const reason = REASONS[code];
  return (
    <li class={`chip ${state}`}>
      {preview ? <img src={preview} alt="" /> : <Icon name="file" />}
      <span>
        <b dir="auto">{name}</b>
        <small role={failed ? "alert" : undefined}>
          {failed ? say(reason ?? WORD.uploadFailed) : fileSize(upload.size, locale)}
        </small>
        {state === "going" && <progress value={progress} aria-label={name} />}
      </span>
      {failed && !reason && (
        <button type="button" class="text" onClick={() => desk.uploads.retry(key)}>
          {say(WORD.retry)}
        </button>
      )}
      <button
        type="button"
        class="round"
        aria-label={say(WORD.remove, { name })}
        onClick={() => desk.uploads.remove(key)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
