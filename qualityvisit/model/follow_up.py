"""Actions of a visit, with a history that only grows."""

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.document import Document
from qualityvisit.model.records import ACTION_SIDE_STATES, ACTION_STATES
from qualityvisit.words import _

FIELDS = ("text", "responsible", "due", "cause", "goal")


class FollowUpVerbs(Document):
    """What can be done with actions. Each step leaves an event in the history."""

    def add_action(self, text: str, **values: str) -> str:
        """Add an action, proposed; return its id. Fields as in `records.Action`."""
        if not text.strip():
            raise BadInput(_("The action is empty."), _("Write what is to be done."))
        visit = self.name.partition("/")[2]
        with self.change() as stamp:
            action = self.create(
                "action",
                {"visit": visit, "unit": self.field(visit, "unit"),
                 "unit_name": self.field(visit, "title"), "text": text.strip(),
                 "status": ACTION_STATES[0], "at": stamp.at} | values,
            )  # fmt: skip
            self._event(action, ACTION_STATES[0], "", stamp.at, stamp.who)
            return action

    def change_action(self, action: str, **values: str) -> None:
        """Change text, responsible, due, cause or goal."""
        unknown = set(values) - set(FIELDS)
        if unknown:
            raise BadInput(_("An action has no {fields}.", fields=", ".join(sorted(unknown))))
        with self.change():
            self.put(action, **values)

    def set_action_state(self, action: str, state: str, text: str = "") -> None:
        """Take an action to a state. Raise BadInput for an unknown one.

        Raise Refused for dropping it without a reason, and for closing it before its effect has
        been checked, unless ``text`` says why.
        """
        if state not in ACTION_STATES + ACTION_SIDE_STATES:
            raise BadInput(
                _("There is no such state: {state}.", state=state),
                ", ".join(ACTION_STATES + ACTION_SIDE_STATES),
            )
        if state in ACTION_SIDE_STATES and not text.strip():
            raise Refused(_("Say why the action is dropped."), _("The reason is kept."))
        now = self.field(action, "status")
        if state == "closed" and now != "effect-checked" and not text.strip():
            raise Refused(
                _("The effect has not been checked."),
                _("Check it first, or say why the action is closed all the same."),
            )
        with self.change() as stamp:
            self.put(action, status=state)
            self._event(action, state, text.strip(), stamp.at, stamp.who)

    def note_on_action(self, action: str, text: str) -> None:
        """Add a line to an action's history."""
        with self.change() as stamp:
            self._event(action, self.field(action, "status"), text.strip(), stamp.at, stamp.who)

    def _event(self, action: str, status: str, text: str, at: str, who: str) -> None:
        visit = self.name.partition("/")[2]
        self.create(
            "action-event",
            {"visit": visit, "action": action, "status": status, "text": text, "at": at,
             "who": who},
        )  # fmt: skip
