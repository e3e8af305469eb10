"""Markdown pages of the rules: title, why, source, needs, SQL and examples."""

from collections.abc import Iterable
from pathlib import Path

from reassess.rules.catalogue import GROUPS, Rule


def rule_page(rule: Rule) -> str:
    """Return the Markdown page of a rule."""
    front = rule.front
    facts = {
        "Question": front.question,
        "Says": front.says,
        "Why": front.why,
        "Source": front.source,
        "Group": rule.group,
        "Subject": front.subject,
        "Checks": "closed investigations" if front.runs_on == "closed" else "every investigation",
        "Expected of an investigator from": str(front.expected_from or "always"),
        "Band and route": f"{front.band}: {front.route}" if front.band else "",
        "Needs": "; ".join(f"{table} ({', '.join(columns)})" for table, columns in front.needs.items()),
        "Parameters": "; ".join(
            f"{name} = {', '.join(str(value.value) for value in values)}" for name, values in front.parameters.items()
        ),
        "How it is read": front.reading or "",
        "Version": str(front.version),
    }
    lines = [f"# {front.title}", "", f"`{rule.slug}`", ""]
    lines += [f"- **{name}**: {text}" for name, text in facts.items() if text]
    lines += ["", "## SQL", "", "```sql", rule.sql, "```", "", "## Examples", "", "```yaml"]
    return "\n".join([*lines, rule.examples_path.read_text(encoding="utf-8").strip(), "```", ""])


def write_rule_pages(rules: Iterable[Rule], folder: Path) -> int:
    """Write a page for each rule and an index into the folder, and return the number of rules."""
    folder.mkdir(parents=True, exist_ok=True)
    held = list(rules)
    index = ["# The rules", ""]
    for group in GROUPS:
        index += [f"## {group}", ""]
        index += [f"- [{rule.slug}]({rule.slug}.md): {rule.front.title}" for rule in held if rule.group == group] + [""]
    (folder / "index.md").write_text("\n".join(index), encoding="utf-8")
    for rule in held:
        (folder / f"{rule.slug}.md").write_text(rule_page(rule), encoding="utf-8")
    return len(held)
