"""The findings of a case as its first tab shows them, with the reader's own answers beside them."""

from dataclasses import dataclass, field

from reassess.workspace.accounts.models import User
from reassess.workspace.answers.actions import answer_key
from reassess.workspace.answers.models import Answer
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.cases.dossier import DossierFinding
from reassess.workspace.cases.models import Case, Draft, Group, Rule
from reassess.workspace.pages.cases.tabs.evidence import Shown, shown_evidence


@dataclass
class ShownFinding:
    """One finding: its sentence, its rule, what it rests on and what the reader answered."""

    number: int
    rule: Rule
    subject: str
    says: str
    note: str
    before_standard: bool
    doubtful: bool
    gone: bool = False
    evidence: list[Shown] = field(default_factory=list)
    answer: Answer | None = None
    draft: str = ""

    @property
    def anchor(self) -> str:
        """Where the finding stands on the page."""
        return f"f{self.number}"

    @property
    def chosen(self) -> str:
        """The verdict that the form shows as chosen."""
        return self.answer.verdict if self.answer else ""

    @property
    def version(self) -> int:
        """The number of the answer that the form is filled from."""
        return self.answer.number if self.answer else 0


@dataclass
class ShownGroup:
    """The findings of one group."""

    key: str
    title: str
    findings: list[ShownFinding]


@dataclass(frozen=True)
class CheckNotMade:
    """A rule that could not be checked: its title, what the record lacks, and for how many subjects."""

    title: str
    note: str
    subjects: int


@dataclass
class CaseFindings:
    """Everything that the first tab shows of findings."""

    groups: list[ShownGroup]
    other_questions: list[ShownFinding]
    not_assessable: list[CheckNotMade]

    @property
    def asked(self) -> int:
        """How many findings wait for an answer."""
        return sum(len(group.findings) for group in self.groups)

    @property
    def answered(self) -> int:
        """How many of them the reader has answered."""
        return sum(finding.answer is not None for group in self.groups for finding in group.findings)

    def by_number(self, number: str) -> ShownFinding | None:
        """The finding of a number on the page; None for anything else."""
        return next((one for group in self.groups for one in group.findings if str(one.number) == number), None)


def case_findings(file: CaseFile, reader: User) -> CaseFindings:
    """The findings of a case in the order of the page, numbered for the keyboard."""
    rules = catalogue.rules()
    answers, drafts = own_answers(file.case, reader), _drafts(file.case, reader)
    order = {group: place for place, group in enumerate(Group.values)}
    rows = sorted(
        (row for row in file.dossier["finding"] if row["rule"] in rules),
        key=lambda row: (order[rules[row["rule"]].group], row["rule"], row["subject"]),
    )
    shown = [_shown(file, number, row, rules[row["rule"]]) for number, row in enumerate(rows, start=1)]
    seen = {(finding.rule.slug, finding.subject) for finding in shown}
    others = _other_questions(rules, {finding.rule.slug for finding in shown}, answers, seen, len(shown))
    for finding in [*shown, *others]:
        finding.answer = answers.get((finding.rule.slug, finding.subject))
        finding.draft = drafts.get(answer_key(file.case, finding.rule.slug, finding.subject), "")
    groups = [ShownGroup(group.value, group.label, [f for f in shown if f.rule.group == group]) for group in Group]
    return CaseFindings([group for group in groups if group.findings], others, _not_assessable(file, rules))


def own_answers(case: Case, reader: User) -> dict[tuple[str, str], Answer]:
    """The reader's present answer to each question of a case."""
    answers = Answer.objects.filter(case=case, user=reader).order_by("number")
    return {(answer.rule, answer.subject): answer for answer in answers}


def _drafts(case: Case, reader: User) -> dict[str, str]:
    return dict(Draft.objects.filter(user=reader, key__startswith=f"answer:{case.pk}:").values_list("key", "text"))


def _shown(file: CaseFile, number: int, row: DossierFinding, rule: Rule) -> ShownFinding:
    return ShownFinding(
        number,
        rule,
        row["subject"],
        file.redact(row["says"]),
        row["note"] or "",
        bool(row["before_standard"]),
        bool(row["doubtful"]),
        evidence=[shown_evidence(file, item) for item in row["evidence"]],
    )


def _other_questions(
    rules: dict[str, Rule],
    found: set[str],
    answers: dict[tuple[str, str], Answer],
    seen: set[tuple[str, str]],
    after: int,
) -> list[ShownFinding]:
    """Questions of the catalogue on which the run found nothing here: a reader may answer them all the same.

    An answer to a finding that the newest run no longer makes stays in this list, so that it is not lost from sight.
    """
    gone = [key for key in answers if key not in seen and key[0] in found]
    keys = [(slug, "") for slug in sorted(rules) if slug not in found] + sorted(gone)
    return [
        ShownFinding(
            after + n, rules[slug], subject, rules[slug].question, "", False, False, gone=(slug, subject) in gone
        )
        for n, (slug, subject) in enumerate(keys, start=1)
        if slug in rules
    ]


def _not_assessable(file: CaseFile, rules: dict[str, Rule]) -> list[CheckNotMade]:
    return [
        CheckNotMade(rules[row["rule"]].title, row["note"] or "", row["subjects"])
        for row in file.dossier["not_assessable"]
        if row["rule"] in rules
    ]
