// The rail of filters: draws what Python counted, and says what was chosen. Every choice is also an ordinary link.
const SIGNS = { le: "≤", ge: "≥" }

function element(tag, attributes, ...inside) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "")
    else if (value !== false && value != null) made.setAttribute(name, value)
  }
  made.append(...inside.filter((part) => part != null))
  return made
}

function choice(option, name) {
  const bar = element("span", { class: "bar", "aria-hidden": "true" })
  bar.style.setProperty("--share", option.share)
  return element(
    "a",
    { class: option.on ? "choice on" : "choice", href: option.href, "aria-current": option.on ? "true" : null,
      "data-name": name, "data-value": option.on ? "" : option.value, "data-focus": `${name}:${option.value}` },
    element("span", { class: "tick", "aria-hidden": "true" }),
    element("span", { class: "label" }, option.label),
    element("span", { class: "count" }, option.count),
    bar,
  )
}

function asked(field) {
  const isNumber = field.direction || field.name.startsWith("price")
  const box = element("input", {
    type: isNumber ? "number" : "text", step: "any", value: field.value, inputmode: "decimal", placeholder: field.hint,
    "data-name": field.name, "data-focus": field.name, "aria-label": field.label,
  })
  return element(
    "label", { class: "number" },
    element("span", { class: "label" }, field.label),
    element("span", { class: "sign" }, SIGNS[field.direction] ?? ""), box,
    element("span", { class: "unit" }, field.unit),
  )
}

function place(field) {
  const list = element("select", { "data-name": field.name, "data-focus": field.name, "aria-label": field.label },
    ...field.options.map(([value, label]) => element("option", { value, selected: value === field.value }, label)))
  const named = field.name === "sort" ? null : element("span", { class: "label" }, field.label)
  return element("label", { class: named ? "place" : "place alone" }, named, list)
}

function group(one, open) {
  const made = element("details", { class: "group", open, "data-group": one.title },
    element("summary", { "data-focus": `group:${one.title}` }, one.title,
      one.chosen ? element("span", { class: "chosen" }, one.chosen) : null))
  if (open) made.append(...inside(one))
  else made.ontoggle = () => { made.append(...inside(one)); made.ontoggle = null }
  return made
}

function inside(one) {
  return [
    ...one.fields.map((field) => (field.options.length ? place(field) : asked(field))),
    one.choices.length ? element("div", { class: "choices" }, ...one.choices.map((option) => choice(option, one.name))) : null,
    one.note ? element("p", { class: "note" }, one.note) : null,
  ].filter((part) => part != null)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("#rail")
  const active = parentElement.activeElement?.dataset?.focus
  const folded = new Map([...root.querySelectorAll("details[data-group]")].map((one) => [one.dataset.group, one.open]))
  const wasOpen = root.querySelector("details.drawer")?.open ?? false
  const wide = globalThis.matchMedia("(min-width: 901px)")
  const groups = data.groups.map((one) => group(one, folded.get(one.title) ?? one.open))
  const copy = element("button", { type: "button", class: "copy", "data-focus": "copy" }, data.words.copy)
  const drawer = element("details", { class: "drawer", open: wide.matches || wasOpen },
    element("summary", { class: "drawer-name", "data-focus": "drawer" }, data.words.filters,
      data.active ? element("b", { class: "badge" }, data.active) : null),
    ...groups, element("p", { class: "foot" }, copy))
  root.replaceChildren(drawer)
  for (const on of root.querySelectorAll(".choice.on")) {
    const list = on.parentElement
    if (on.offsetTop - list.offsetTop > list.clientHeight) list.scrollTop = on.offsetTop - list.offsetTop - list.clientHeight / 2
  }
  wide.onchange = () => { drawer.open = wide.matches || drawer.open }

  const say = (name, value) => setTriggerValue("choice", { name, value })
  root.onclick = (event) => {
    const link = event.target.closest("a.choice")
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    say(link.dataset.name, link.dataset.value)
  }
  root.onchange = (event) => { if (event.target.dataset.name) say(event.target.dataset.name, event.target.value) }
  copy.onclick = async () => {
    await navigator.clipboard.writeText(globalThis.location.href)
    copy.textContent = data.words.copied
  }
  if (active) root.querySelector(`[data-focus="${CSS.escape(active)}"]`)?.focus()
}
