/* Sending files: matched with their objects by name, resumable (tus), continued after a cut or a reload. */
const MODELS = /\.(gltf|obj|dae|ply)$/i;
const PARTS = /\.(mtl|bin|png|jpe?g|webp|tga|bmp|tiff?)$/i;
const IGNORED = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)$/i;
const AT_ONCE = 2;
const FOLLOW_EVERY = 2500;
const DONE = new Set(["added", "duplicate", "healed", "refused"]);
const token = document.querySelector('meta[name="csrf-token"]').content;
const json = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };

document.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });
document.querySelectorAll("[data-without-script]").forEach((part) => part.remove());
document.querySelectorAll("[data-upload]").forEach(prepare);

const pathOf = (file) => (file.museumPath || file.webkitRelativePath || file.name).normalize("NFC");
const folderOf = (path) => path.split("/").slice(0, -1).join("/");
/* Names inside models may be written as addresses; a `%` that is no such writing is a letter like any other. */
const plain = (name) => { try { return decodeURIComponent(name); } catch { return name; } };
const bareName = (name) => name.trim().replaceAll("\\", "/").split("/").pop().normalize("NFC").toLowerCase();
const bareFile = (file) => file.name.normalize("NFC").toLowerCase();
/* OBJ names several material files in one line, parted by spaces, and names may hold spaces. */
const materials = (line) => [line, ...line.split(/(?<=\.mtl)\s+/i)];

/* Files that a model names, of those chosen in its folder or below. */
async function partsOf(model, files) {
  const named = new Set();
  const text = await model.slice(0, 8_000_000).text();
  if (/\.gltf$/i.test(model.name)) for (const found of text.matchAll(/"uri"\s*:\s*"([^"]+)"/g)) named.add(bareName(found[1]));
  if (/\.obj$/i.test(model.name)) for (const found of text.matchAll(/^mtllib\s+(.+)$/gm)) materials(found[1]).forEach((one) => named.add(bareName(one)));
  if (/\.ply$/i.test(model.name)) for (const found of text.slice(0, 8192).matchAll(/^comment\s+TextureFile\s+(.+)$/gim)) named.add(bareName(found[1]));
  if (/\.dae$/i.test(model.name)) for (const found of text.matchAll(/<init_from>\s*(?:<ref>)?\s*([^<]+?)\s*</g)) named.add(bareName(found[1]));
  const near = files.filter((file) => file !== model && PARTS.test(file.name) && pathOf(file).startsWith(folderOf(pathOf(model))));
  const parts = near.filter((file) => named.has(bareFile(file)) || [...named].some((name) => plain(name) === bareFile(file)));
  for (const material of parts.filter((file) => /\.mtl$/i.test(file.name))) {
    for (const found of (await material.text()).matchAll(/^\s*(?:map_\w+|bump|disp|decal|norm|refl)\s+(.+)$/gim)) {
      const wanted = bareName(found[1]);
      for (const file of near) if ((wanted.endsWith(bareFile(file)) || plain(wanted).endsWith(bareFile(file))) && !parts.includes(file)) parts.push(file);
    }
  }
  return parts;
}

async function group(files) {
  const taken = new Set();
  const groups = [];
  for (const model of files.filter((file) => MODELS.test(file.name))) {
    const parts = await partsOf(model, files);
    parts.forEach((part) => taken.add(part));
    groups.push({ file: model, parts });
  }
  for (const file of files) if (!taken.has(file) && !MODELS.test(file.name)) groups.push({ file, parts: [] });
  return groups;
}

/* Every file below dropped folders. */
async function dropped(items) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [];
  async function walk(entry) {
    if (entry.isFile) {
      const file = await new Promise((done, fail) => entry.file(done, fail));
      file.museumPath = entry.fullPath.replace(/^\//, "");
      files.push(file);
    } else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, fail) => reader.readEntries(done, fail));
        if (!some.length) break;
        for (const one of some) await walk(one);
      }
    }
  }
  for (const entry of entries) await walk(entry);
  return files;
}

function prepare(root) {
  const say = root.dataset;
  const list = root.querySelector("[data-upload-list]");
  const template = root.querySelector("[data-upload-row]");
  const actions = root.querySelector("[data-upload-actions]");
  const status = root.querySelector("[data-upload-status]");
  const names = document.querySelector("[data-upload-names]");
  const rows = new Set();
  let running = 0;

  function refresh() {
    const ready = [...rows].filter((row) => row.state === "ready").length;
    actions.hidden = !ready;
    status.textContent = ready ? `${ready} ${say.textCount}` : "";
  }

  async function add(files) {
    const groups = await group(files.filter((file) => !IGNORED.test(pathOf(file))));
    const made = groups.map(makeRow);
    for (let at = 0; at < made.length; at += 500) await ask(made.slice(at, at + 500));
    keepNames();
    refresh();
    if (say.artifact) start();
  }

  function makeRow({ file, parts }) {
    const element = template.content.firstElementChild.cloneNode(true);
    const row = { file, parts, element, state: "waiting", part: (name) => element.querySelector(`[data-${name}]`) };
    row.part("name").textContent = pathOf(file) + (parts.length ? ` (${say.textParts} ${parts.map((part) => part.name).join(", ")})` : "");
    if (/^image\/(jpeg|png|webp|gif|avif)$/.test(file.type) && file.size < 30_000_000) {
      const picture = new Image();
      picture.alt = "";
      picture.src = URL.createObjectURL(file);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
      picture.addEventListener("error", () => picture.remove());
      row.part("preview").replaceChildren(picture);
    }
    row.part("remove").addEventListener("click", () => { row.upload?.abort(true); rows.delete(row); element.remove(); refresh(); keepNames(); });
    row.part("find").addEventListener("click", () => ask([row], row.part("number").value));
    row.part("number").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); row.part("find").click(); } });
    row.part("retry").addEventListener("click", () => { row.state = "ready"; row.part("retry").hidden = true; start(); });
    if ([file, ...parts].some((one) => one.size > Number(say.limit))) { row.state = "failed"; row.part("state").textContent = say.textTooLarge; }
    rows.add(row);
    list.append(element);
    return row;
  }

  async function ask(some, number = "") {
    const asked = number ? { paths: some.map(() => "x"), list: `x | ${number}` } : { paths: some.map((row) => pathOf(row.file)), list: names?.value || "" };
    const answer = await fetch(say.match, { method: "POST", headers: json, body: JSON.stringify(asked) });
    if (!answer.ok && say.artifact && !number) { some.forEach((row) => assign(row, here())); return; }
    if (!answer.ok) { some.forEach((row) => { row.part("state").textContent = say.textFailed; }); return; }
    (await answer.json()).files.forEach((told, at) => {
      const row = some[at];
      if (!number) { row.view = told.view; row.page = told.page; }
      if (say.artifact && !number) settleHere(row, told);
      else if (told.match === "matched") assign(row, told.objects[0]);
      else unsure(row, told);
    });
    refresh();
  }

  function assign(row, object) {
    if (row.state === "failed") return;
    row.artifact = object.id;
    row.state = "ready";
    row.part("object").textContent = object.label;
    row.part("state").textContent = say.textWaiting;
    row.part("ask").hidden = true;
  }

  const here = () => ({ id: say.artifact, label: "" });

  /* On an object's page every file is for that object, unless its own name says another one: then the sender decides. */
  function settleHere(row, told) {
    const others = told.match === "unknown" ? [] : told.objects;
    if (!others.length || others.some((object) => String(object.id) === say.artifact)) { assign(row, here()); return; }
    unsure(row, { objects: others, label: say.textNamed });
    row.part("object").prepend(choiceOf(row, { ...here(), label: say.textHere }), " · ");
  }

  function choiceOf(row, object) {
    const choice = document.createElement("button");
    choice.type = "button";
    choice.className = "link-btn";
    choice.textContent = object.label;
    choice.addEventListener("click", () => { assign(row, object); refresh(); if (say.artifact) start(); });
    return choice;
  }

  function unsure(row, told) {
    row.state = "unsure";
    row.part("ask").hidden = false;
    row.part("state").textContent = told.objects.length ? told.label : say.textUnknown;
    row.part("object").replaceChildren(...told.objects.slice(0, 6).map((object) => choiceOf(row, object)));
  }

  function start() {
    for (const row of rows) {
      if (running >= AT_ONCE) break;
      if (row.state === "ready") { running += 1; send(row).finally(() => { running -= 1; refresh(); start(); }); }
    }
    refresh();
  }

  async function send(row) {
    row.state = "sending";
    row.part("progress").hidden = false;
    row.part("state").textContent = say.textSending;
    const files = [row.file, ...row.parts];
    const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
    const bundle = files.length > 1 ? crypto.randomUUID?.() ?? String(Math.random()).slice(2) : "";
    let before = 0;
    try {
      for (const file of files) {
        await sendOne(row, file, { bundle, count: files.length }, (sent) => { row.part("progress").value = (before + sent) / total; });
        before += file.size;
      }
      await settle(row);
    } catch (error) {
      row.state = "failed";
      row.part("state").textContent = `${say.textFailed}: ${reason(error)}`;
      row.part("retry").hidden = false;
    }
    row.part("progress").hidden = true;
  }

  function sendOne(row, file, { bundle, count }, progress) {
    return new Promise((done, fail) => {
      const metadata = { filename: pathOf(file), artifact: String(row.artifact), view: row.view || "", page: String(row.page || "") };
      if (row.again) metadata.again = "1";
      if (bundle) Object.assign(metadata, { bundle, bundlesize: String(count) });
      const upload = new window.tus.Upload(file, {
        endpoint: say.endpoint,
        metadata,
        chunkSize: 5 * 1024 * 1024,
        uploadDataDuringCreation: true,
        retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
        removeFingerprintOnSuccess: true,
        storeFingerprintForResuming: !bundle,
        fingerprint: async (one) => ["museum", row.artifact, pathOf(one), one.size, one.lastModified].join("|"),
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        onProgress: (sent) => { progress(sent); row.part("state").textContent = say.textSending; },
        onShouldRetry: (error) => { const code = error.originalResponse?.getStatus() ?? 0; row.part("state").textContent = say.textPaused; return code === 0 || code === 423 || code === 409 || code === 503 || code === 500; },
        onError: fail,
        onSuccess: () => { row.url = upload.url; done(); },
      });
      row.upload = upload;
      if (bundle) { upload.start(); return; }
      upload.findPreviousUploads().then((earlier) => { if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]); upload.start(); });
    });
  }

  /* What became of a file, followed until it is ready or held back. */
  async function settle(row) {
    const answer = await fetch(`${row.url}/ket-qua`, { method: "POST", headers: json, body: "{}" });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.message);
    row.state = told.state;
    row.part("remove").hidden = told.state !== "refused";
    row.element.classList.toggle("held", Boolean(told.held));
    if (told.busy) setTimeout(() => settle(row).catch(() => {}), FOLLOW_EVERY);
    keepNames();
    const link = document.createElement("a");
    link.href = told.url;
    link.textContent = told.object;
    row.part("state").replaceChildren(`${told.label}${told.why ? `: ${told.why}` : ""} `, link);
    if (told.state === "duplicate" && told.elsewhere) {
      const again = document.createElement("button");
      again.type = "button";
      again.className = "btn small";
      again.textContent = say.textAgain;
      again.addEventListener("click", () => { row.again = true; row.state = "ready"; start(); });
      row.part("state").append(" ", again);
    }
  }

  /* The names of what is not sent yet, kept over a reload: a browser never gives the files themselves back. */
  const kept = `museum-queue|${say.endpoint}|${say.artifact ?? ""}`;
  const left = new Set(JSON.parse(localStorage.getItem(kept) ?? "[]"));
  function keepNames() {
    rows.forEach((row) => left.delete(pathOf(row.file)));
    const open = [...rows].filter((row) => !DONE.has(row.state)).map((row) => pathOf(row.file));
    const names = [...new Set([...left, ...open])].slice(0, 5000);
    if (names.length) localStorage.setItem(kept, JSON.stringify(names)); else localStorage.removeItem(kept);
    root.querySelector("[data-upload-left]").hidden = !left.size;
    root.querySelector("[data-upload-left-names]").replaceChildren(...[...left].slice(0, 50).map((name) => Object.assign(document.createElement("li"), { textContent: name })));
  }
  root.querySelector("[data-upload-forget]").addEventListener("click", () => { left.clear(); keepNames(); });
  keepNames();

  function reason(error) {
    const body = error.originalResponse?.getBody?.();
    try { return JSON.parse(body).message; } catch { return error.message ?? ""; }
  }

  root.querySelectorAll("[data-pick]").forEach((input) => input.addEventListener("change", () => { add([...input.files]); input.value = ""; }));
  root.querySelector("[data-start]").addEventListener("click", start);
  const zone = root.querySelector("[data-drop]");
  document.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const files = await dropped(event.dataTransfer.items);
    add(files.length ? files : [...event.dataTransfer.files]);
  });
}
