"""The assurance in words, for the command line and the pages."""

from reassess.triage.assurance.assure import Assurance, BlindReviewResult


def assurance_sentences(assurance: Assurance) -> str:
    """The assurance as sentences: what it claims, what it rests on and what it does not mean."""
    unread = assurance.population - assurance.read
    sentences = [
        f"{assurance.read:,} of {assurance.population:,} investigations have been read. {assurance.found:,} of them had"
        f" a missed line or an opportunity.",
        f"At most {assurance.max_missed:,} more are among the {unread:,} unread. This rests on {assurance.draws:,}"
        f" cases drawn at random, {assurance.hits:,} of which had one. It holds however often it is looked at.",
        _blind_review_sentences(assurance.blind_review),
        "Both statements hold at any number of looks. Together they are wrong in at most 5 of 100 such reviews. They"
        " describe what these readers would find, not"
        " what happened. They say nothing about any one case and are not proof that everything was found.",
    ]
    if assurance.skipped:
        sentences.append(f"Earlier draws not decided yet: {assurance.skipped:,}. Each is counted as if it had one.")
    if assurance.outside_population:
        sentences.append(
            f"Nothing is claimed about {assurance.outside_population:,} decided cases that are out of scope or came"
            f" after the commitment."
        )
    return " ".join(sentences)


def _blind_review_sentences(result: BlindReviewResult) -> str:
    if not result.missed.of:
        return (
            f"None of the {result.left_closed:,} cases left closed has been read again, so nothing can be said about"
            f" what their readers missed."
        )
    waiting = f" {result.pending:,} more wait for theirs and are counted as if they had one." if result.pending else ""
    return (
        f"{result.missed.of:,} of the {result.left_closed:,} cases left closed were read again by somebody who did not"
        f" know the first answer. {result.missed.hits:,} had one after all.{waiting} At most {result.max_missed:,} of"
        f" the cases left closed can have one ({result.missed.low:.1%} to {result.missed.high:.1%})."
    )
