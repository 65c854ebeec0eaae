import type { Attachment, Problem } from "@wire";

const unreachable: Problem = { code: "unreachable", retry: true, detail: "" };

function answerOf(text: string): Attachment | Problem {
  try {
    const answer = JSON.parse(text) as Attachment | { ok: false; error: Problem };
    return "error" in answer ? answer.error : answer;
  } catch {
    return { code: "internal", retry: true, detail: "" };
  }
}

/** PUT the raw bytes of a file, telling how far it is (0 to 1): the one thing `fetch` cannot do. */
export function put(url: string, file: Blob, progress: (part: number) => void): Promise<Attachment | Problem> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => {
      progress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      done(answerOf(request.responseText));
    };
    request.onerror = request.ontimeout = () => {
      done(unreachable);
    };
    request.open("PUT", url);
    request.timeout = 120_000;
    request.send(file);
  });
}
