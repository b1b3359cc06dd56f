"use strict";
(() => {
  const folder = document.getElementById("folder");
  const said = document.getElementById("said");
  const say = (key, values) => {
    const line = document.createElement("p");
    line.textContent = said.dataset[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    said.append(line);
  };
  const digest = async (file) => {
    const found = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(found), (n) => n.toString(16).padStart(2, "0")).join("");
  };
  const check = async () => {
    said.replaceChildren();
    if (!globalThis.crypto || !crypto.subtle) { say("unable", {}); return; }
    const named = (file) => file.webkitRelativePath.split("/").slice(1).join("/") || file.name;
    const files = new Map(Array.from(folder.files, (file) => [named(file), file]));
    const list = files.get("manifest.json");
    if (!list) { say("none", {}); return; }
    say("busy", {});
    const told = JSON.parse(await list.text());
    const problems = [];
    const own = new Set(["manifest.json", "manifest.sha256"]);
    for (const { name, sha256 } of told.files) {
      own.add(name);
      if (!files.has(name)) problems.push(["missing", name]);
      else if (await digest(files.get(name)) !== sha256) problems.push(["changed", name]);
    }
    for (const name of files.keys()) if (!own.has(name)) problems.push(["added", name]);
    said.replaceChildren();
    for (const [key, file] of problems) say(key, { file });
    if (!problems.length) say("whole", { n: told.files.length });
    say("seal", { seal: await digest(list) });
  };
  folder.addEventListener("change", () => check().catch(() => { said.replaceChildren(); say("unable", {}); }));
})();
