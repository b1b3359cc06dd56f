"""Comments to passages of the minutes: asked, answered, resolved, opened again."""

from qualityvisit.errors import BadInput, NotAllowed, NotFound
from qualityvisit.model.minutes import MinutesVerbs
from qualityvisit.model.records import Comment
from qualityvisit.words import _

LONGEST = 200  # letters of the words that a comment is about which are kept with it


class CommentVerbs(MinutesVerbs):
    """What those who write the minutes say to each other about them."""

    def add_comment(self, passage: str, text: str, start: int = 0, end: int = 0) -> str:
        """Comment on a passage, or on the words between two code points; return the id.

        Raise BadInput where nothing is said.
        """
        self._open()
        about = str(self.text(passage))[max(0, start) : max(0, end)].strip()[:LONGEST]
        with self.change():
            made = self._say(passage, text, about=about)
            if about:
                self.tie(passage, f"comment:{made}", start, end)
        return made

    def answer(self, comment: str, text: str) -> str:
        """Answer a comment; return the answer's id. A resolved one is open again."""
        self._open()
        found = self._comment(comment)
        with self.change():
            first = found.answers_to or comment
            self.put(first, resolved_by="", resolved_at="")
            return self._say(found.passage, text, answers_to=first)

    def _say(self, passage: str, text: str, **more: str) -> str:
        if not text.strip():
            raise BadInput(_("The comment is empty."), _("Write what it is about."))
        with self.change() as stamp:
            values = {"visit": self.id, "passage": passage, "text": text.strip(),
                      "author": stamp.who, "at": stamp.at, **more}  # fmt: skip
            return self.create("comment", values)

    def resolve(self, comment: str) -> None:
        """Say that what a comment was about is done."""
        self._open()
        self._comment(comment)
        with self.change() as stamp:
            self.put(comment, resolved_by=stamp.who, resolved_at=stamp.at)

    def reopen_comment(self, comment: str) -> None:
        """Say that what a comment is about is not done yet."""
        self._open()
        self._comment(comment)
        with self.change():
            self.put(comment, resolved_by="", resolved_at="")

    def remove_comment(self, comment: str) -> None:
        """Take one's own comment away, with its answers; administrators take anybody's.

        Raise NotAllowed for another's.
        """
        self._open()
        found = self._comment(comment)
        with self.change() as stamp:
            if found.author != stamp.who and not stamp.administrator:
                raise NotAllowed(
                    _("Only the author and administrators may take a comment away."),
                    _("Resolve it instead."),
                )
            answers = [r.id for r in self.records()
                       if isinstance(r, Comment) and r.answers_to == comment]  # fmt: skip
            for name in (*answers, comment):
                self.take_away(name)
            if self.has(found.passage, "passage"):
                self.let_go_of(found.passage, f"comment:{comment}")

    def _comment(self, comment: str) -> Comment:
        found = self.record(comment)
        if not isinstance(found, Comment):
            raise NotFound(_("That is no longer there."), _("A colleague may have removed it."))
        return found
