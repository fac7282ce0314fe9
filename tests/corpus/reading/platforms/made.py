"""Small exports in the forms that platforms document."""

from __future__ import annotations

from tests.helpers import LONG

DECIDIM = {
    "open-data/proposals.csv": [
        ["id", "participatory_space/id", "component/id", "title/ca", "title/en", "body/ca",
         "body/en", "published_at", "url"],
        ["7", "1", "3", "Arbres", "Trees", f"Cal plantar arbres. {LONG}", "Plant trees, please",
         "2024-01-01", "https://d.example/p/7"],
        ["8", "1", "3", "", "Lamps", "", f"The lamps are dim. {LONG}", "2024-01-02",
         "https://d.example/p/8"],
    ],
    "open-data/proposal_comments.csv": [
        ["id", "created_at", "body", "locale", "author/id", "author/name", "alignment", "depth",
         "commentable_id", "commentable_type", "root_commentable_url"],
        ["7", "2024-02-01", "Agreed 🌳", "ca", "5", "Ann", "1", "0", "7",
         "Decidim::Proposals::Proposal", "https://d.example/p/7"],
        ["9", "2024-02-02", "Not I; it costs\nmuch", "en", "6", "Bo", "-1", "1", "7",
         "Decidim::Comments::Comment", "https://d.example/p/7"],
        ["10", "2024-02-03", "When do we meet?", "en", "6", "Bo", "0", "0", "3",
         "Decidim::Meetings::Meeting", "https://d.example/m/3"],
        ["11", "2024-02-04", "As I said", "en", "5", "Ann", "0", "2", "99",
         "Decidim::Comments::Comment", "https://d.example/p/7"],
    ],
    "open-data/users.csv": [["nickname", "name"], ["ann", "Ann"]],
}  # fmt: skip

MADRID = {
    "proposals.csv": [
        ["", "id", "url", "code", "title", "userId", "date", "summary", "text", "numComments"],
        ["0", "7", "/p/7", "M-7", "Calles", "1", "2015-09-15", "Limpiar.", "", "3"],
    ],
    "comments.csv": [
        ["", "id", "parentId", "proposalId", "page", "userId", "date", "time", "text"],
        ["0", "7", "-1", "7", "1", "2", "2015-09-15", "0 days 10:50:19", f"Sí, claro. {LONG}"],
        ["1", "12", "7", "7", "1", "3", "2015-09-16", "0 days 11:00:00", "De acuerdo"],
        ["2", "13", "99", "7", "1", "3", "2015-09-16", "0 days 12:00:00", "No lo creo"],
    ],
}

POLIS_HEADER = (
    "timestamp datetime comment-id author-id agrees disagrees moderated comment-body".split()
)
POLIS = {
    "taxi/comments.csv": [
        POLIS_HEADER,
        ["1403067224363", "x", "0", "4", "3", "1", "1", "Taxis should be cheaper at night"],
        ["1403067224364", "x", "1", "5", "0", "0", "-1", "我們需要更多的計程車"],
    ],
    "taxi/votes.csv": [
        ["timestamp", "datetime", "comment-id", "voter-id", "vote"],
        ["1", "x", "0", "4", "-1"],
        ["2", "x", "0", "4", "1"],
        ["3", "x", "0", "5", "0"],
    ],
    "taxi/summary.csv": [["topic", "Taxis, and who drives them"], ["url", "https://p.example/1"]],
    "tax/comments.csv": [
        POLIS_HEADER,
        ["1403067224365", "x", "0", "4", "2", "2", "0", "Tax land, and not work"],
    ],
}

REGULATIONS = [
    ["Document ID", "Docket ID", "Posted Date", "Title", "Comment on Document ID",
     "Received Date", "Duplicate Comments", "First Name", "Last Name", "Organization Name",
     "Comment", "Attachment Files"],
    ["X-1-0002", "X-1", "2024-01-02T05:00Z", "Comment from A", "X-1-0001", "2024-01-01T05:00Z",
     "1,204", "Ann", "Lee", "", f"I am against it. {LONG}", ""],
    ["X-1-0003", "X-1", "2024-01-02T05:00Z", "Comment from B", "X-1-0001", "2024-01-01T05:00Z",
     "", "Anonymous", "Anonymous", "Trees Trust", "Please see attached file(s).",
     "https://r.example/3.pdf"],
    ["X-1-0004", "X-1", "2024-01-02T05:00Z", "Comment from C", "X-1-0001", "2024-01-01T05:00Z",
     "0", "", "", "", "", "https://r.example/4.pdf"],
]  # fmt: skip
