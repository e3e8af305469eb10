"""Which records are the same person, with the evidence, and what investigations have in common."""

from reassess.linking.hubs import describe_hubs
from reassess.linking.pair_explanation import explain_pair
from reassess.linking.resolve.judgements import judge, judge_file
from reassess.linking.run import link
from reassess.linking.standalone import link_table

__all__ = ["describe_hubs", "explain_pair", "judge", "judge_file", "link", "link_table"]
