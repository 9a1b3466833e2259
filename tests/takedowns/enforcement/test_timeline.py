from takedowns.notices import timeline


def test_what_happens_to_a_takedown_says_of_which_listing(order, upheld, reviewer):
    lines = timeline.lines_of(upheld.notice, viewer=reviewer)

    ordered = next(line for line in lines if line.what == "Takedown ordered")
    sent = next(line for line in lines if line.what == "Sent to review")
    assert f"Listing {upheld.row}" in ordered.note
    assert "Listing" not in sent.note
