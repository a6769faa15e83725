// HTML that is right by construction: what is put into a template is escaped, unless it is markup.

class Markup {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** Marks a text as HTML that may stand as it is: bodies, which the service has sanitised. */
export const trusted = (text) => new Markup(text);

/** html`<h1>${title}</h1>`: a list is put in one after another; null, undefined and false are "". */
export function html(strings, ...values) {
  const rest = values.map((value, index) => rendered(value) + strings[index + 1]);
  return new Markup(strings[0] + rest.join(""));
}

function rendered(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(rendered).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** JSON in a script element, which the first `</script>` in a text would end. */
export const json = (value) => trusted(JSON.stringify(value).replaceAll("<", "\\u003c"));

const TAG = /(<(?:"[^"]*"|[^">])*>)/;
const NUMBERS = String.raw`\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*`;
const BRACKETED = new RegExp(String.raw`\[(${NUMBERS})\]`, "g");
const RAISED = new RegExp(String.raw`^\s*\[?${NUMBERS}\]?\s*$`);
// A number set high behind one of these is an exponent or a unit.
const BEFORE_EXPONENT = /(?:\d|\b(?:[cdkmµ]?m|s))$/;

/**
 * Makes the citations in a body links: the numbers in “[1]”, “[2, 4-6]” and <sup>1</sup> that a
 * reference has, `addressOf(number)` being its address.
 */
export function citing(body, count, addressOf) {
  const parts = body.split(TAG); // text, tag, text, …
  const linked = (text) =>
    text.replace(/\d+/g, (digits) => {
      const number = Number(digits);
      if (number < 1 || number > count) return digits;
      return html`<a class="citation" href="${addressOf(number)}">${digits}</a>`.text;
    });
  let within = 0; // links and code, whose text stays as it is
  return parts
    .map((part, index) => {
      if (index % 2) {
        if (/^<(?:a|code)\b/.test(part)) within += 1;
        if (/^<\/(?:a|code)>/.test(part)) within -= 1;
        return part;
      }
      if (within) return part;
      const isRaised = parts[index - 1] === "<sup>" && parts[index + 1] === "</sup>";
      if (isRaised && RAISED.test(part) && !BEFORE_EXPONENT.test(parts[index - 2])) {
        return linked(part);
      }
      return part.replace(BRACKETED, linked);
    })
    .join("");
}
