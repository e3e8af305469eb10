"""What only a publication changes, kept in memory: the rules, which every case page needs, what criteria, definitions
and elements are called, and the references of all cases, which every search needs."""

from datetime import datetime

from reassess.workspace.accounts.models import User
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import Case, CatalogueEntry, Publication, Rule
from reassess.workspace.platform.latest_cache import LatestCache
from reassess.workspace.platform.wording import code_words

Newest = tuple[int, datetime | None]
_rules: LatestCache[Newest, dict[str, Rule]] = LatestCache()
_names: LatestCache[Newest, "Names"] = LatestCache()
_references: LatestCache[Newest, dict[str, int]] = LatestCache()


class Names(dict[tuple[str, str], CatalogueEntry]):
    """What criteria, definitions and elements are called, by kind and slug."""

    def title(self, kind: CatalogueEntry.Kind, slug: str) -> str:
        """The title of one; its slug as words where the run that was published did not name it.

        >>> Names().title(Named.Kind.DEFINITION, "cse-core_element")
        'CSE core element'
        """
        named = self.get((kind, slug))
        words = named.title if named else code_words(slug)
        return words[:1].upper() + words[1:]


def rules() -> dict[str, Rule]:
    """Every rule by its slug. Read anew where a publication has begun since, since only that rewrites them."""
    return _rules.get(_begun(), Rule.objects.in_bulk)


def names() -> Names:
    """What criteria, definitions and elements are called; read anew as the rules are."""
    return _names.get(_begun(), lambda: Names({(one.kind, one.slug): one for one in CatalogueEntry.objects.all()}))


def _begun() -> Newest:
    return Publication.objects.values_list("pk", "started_at").first() or (0, None)


def titles() -> dict[str, str]:
    """The title of every rule, by its slug."""
    return {slug: rule.title for slug, rule in rules().items()}


def visible_references(user: User) -> dict[str, int]:
    """The key of each case that a person may see, by reference, as of the newest finished publication.

    The door is asked for what it keeps shut, which is little, instead of for thousands of cases one by one.
    """
    newest = Publication.objects.exclude(finished_at=None).values_list("pk", "finished_at").first() or (0, None)
    everything = _references.get(newest, lambda: dict(Case.objects.order_by().values_list("reference", "pk")))
    hidden = set(
        Case.objects.order_by()
        .exclude(pk__in=visible_cases(user).order_by().values("pk"))
        .values_list("reference", flat=True)
    )
    return {name: pk for name, pk in everything.items() if name not in hidden} if hidden else everything
