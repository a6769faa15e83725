// What Galley adds to the rich-text editor. The editor's loader imports this module and takes the
// extensions below by name; Code, Link and Table stand in for its own of the same name.

import {
  Code as BaseCode,
  Extension,
  Link as BaseLink,
  Plugin,
  Table as BaseTable,
  updateAttrsDialog,
} from "django-prose-editor/editor";

import { cleanPastedHTML } from "./paste.js";

export const HouseStyle = Extension.create({
  name: "houseStyle",
  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: cleanPastedHTML } })];
  },
  // After the menu's own onCreate: it is named first in the extensions.
  onCreate({ editor }) {
    describe(editor);
  },
});

// --- Links: an address and nothing else ---

const linkDialog = updateAttrsDialog(
  {
    href: {
      type: "string",
      title: "Address",
      description:
        "https://…, mailto:…, tel:…, or article:its-slug for another article here (its-slug#part for a part of it).",
    },
  },
  { title: "Link", submitText: "Apply" },
);

export const Link = BaseLink.extend({
  // The base registers our schemes with its link detector, which complains at every editor after
  // the first one. What is allowed in a link does not depend on it.
  onCreate() {},
  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          if (editor.state.selection.empty && !editor.isActive("link")) return;
          linkDialog(editor, editor.getAttributes("link")).then((attributes) => {
            if (!attributes) return;
            const href = withScheme(attributes.href.trim());
            const chain = editor.chain().focus().extendMarkRange("link");
            (href ? chain.setLink({ href }) : chain.unsetLink()).run();
          });
        },
    };
  },
});

function withScheme(address) {
  const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/|$)/i.test(address);
  return domain ? `https://${address}` : address;
}

// --- Code: the base takes bold, italics and links off the text that it marks ---

export const Code = BaseCode.extend({ excludes: "" });

// --- Tables: with a header row, unless the writer says no ---

const tableDialog = updateAttrsDialog(
  {
    rows: { type: "number", title: "Rows", format: "number", min: "1", max: "100" },
    cols: { type: "number", title: "Columns", format: "number", min: "1", max: "20" },
    header: { title: "First row is a header", enum: ["Yes", "No"] },
  },
  { title: "Table", submitText: "Insert table" },
);

export const Table = BaseTable.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions:
        () =>
        ({ editor }) => {
          tableDialog(editor, { rows: "3", cols: "3", header: "Yes" }).then((chosen) => {
            if (!chosen) return;
            const table = {
              rows: Number.parseInt(chosen.rows, 10) || 3,
              cols: Number.parseInt(chosen.cols, 10) || 3,
              withHeaderRow: chosen.header === "Yes",
            };
            editor.chain().focus().insertTable(table).run();
          });
        },
    };
  },
});

// --- Accessibility: a named text box, and a toolbar that is one stop of the Tab key ---

function describe(editor) {
  const holder = editor.options.element;
  const textarea = holder.querySelector("textarea");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const attributes = { role: "textbox", "aria-multiline": "true" };
  if (label) {
    label.id ||= `${textarea.id}_label`;
    attributes["aria-labelledby"] = label.id;
    // The textarea that the label is for is hidden.
    label.addEventListener("click", () => editor.commands.focus());
  }
  const description = textarea.getAttribute("aria-describedby");
  if (description) attributes["aria-describedby"] = description;
  editor.setOptions({ editorProps: { ...editor.options.editorProps, attributes } });
  makeToolbar(holder.querySelector(".prose-menubar"), label?.textContent.trim());
}

function makeToolbar(toolbar, name) {
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", name ? `Formatting of ${name}` : "Formatting");
  const buttons = [...toolbar.querySelectorAll("button")];
  const seen = () => buttons.filter((button) => !button.classList.contains("hidden"));
  const stopAt = (chosen) => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };
  stopAt(buttons[0]);
  toolbar.addEventListener("focusin", (event) => stopAt(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const shown = seen();
    const index = shown.indexOf(event.target);
    if (!step || index < 0) return;
    event.preventDefault();
    shown[(index + step + shown.length) % shown.length].focus();
  });
}
