"""Help now, answered from memory: nothing here asks the database, so nothing that fails there holds it up."""

from __future__ import annotations

from bot.core.danger import DangerWords
from bot.core.incoming import Command, Press
from bot.core.outcome import Notice, Reply, Screen, Show, Turn
from bot.core.routes import AtOnceCommand, AtOncePress, Feature, OnWords
from bot.core.text import Texts
from bot.features.support import behind, cards, countries
from bot.features.support.places import Places
from bot.features.support.rules import Situation

Replies = tuple[Reply, ...]


class SupportFlow:
    """Steps after published first-aid guidance; not yet signed off by a clinician, and says so."""

    def __init__(self, places: Places, danger: DangerWords) -> None:
        self._places = places
        self._danger = danger

    def feature(self) -> Feature:
        return Feature(
            "support",
            [
                AtOnceCommand("now", self.show_card),
                AtOncePress("support.now", self.show_card),
                AtOncePress("support.card", self.show_country),
                AtOncePress("support.steps", self.show_steps),
                AtOncePress("support.sources", self.show_sources),
                AtOncePress("support.elsewhere", self.show_letters),
                AtOncePress("support.letter", self.show_letter),
                AtOncePress("support.somebody", self.show_somebody),
                AtOncePress("support.which", self.ask_which),
                OnWords(self.alarm),
            ],
        )

    def show_card(self, t: Texts, event: Command | Press) -> Replies:
        """Always a new message: whatever stood on the screen stays there too. `/now FR` is about France."""
        country = event.argument.strip().upper() if isinstance(event, Command) else ""
        known = country if country in self._places.countries else ""
        return (Show(cards.card_screen(t, self._places.at(known))),)

    def show_country(self, t: Texts, pressed: Press) -> Replies:
        return _turn(cards.card_screen(t, self._places.at(pressed.argument)))

    def show_steps(self, t: Texts, pressed: Press) -> Replies:
        country, _, name = "|".join(pressed.arguments).partition("|")
        if name not in set(Situation):
            return (Notice(t.label("engine.old_button"), is_alert=True),)
        return _turn(cards.steps_screen(t, self._places.at(country), Situation(name)))

    def show_sources(self, t: Texts, pressed: Press) -> Replies:
        return _turn(behind.sources_screen(t, self._places.at(pressed.argument)))

    def show_letters(self, t: Texts, _: Press) -> Replies:
        return _turn(countries.letters_screen(t, self._places))

    def show_letter(self, t: Texts, pressed: Press) -> Replies:
        return _turn(countries.letter_screen(t, self._places, pressed.argument))

    def show_somebody(self, t: Texts, pressed: Press) -> Replies:
        return _turn(behind.somebody_screen(t, self._places.at(pressed.argument)))

    def ask_which(self, t: Texts, pressed: Press) -> Replies:
        return _turn(behind.which_screen(t, self._places.at(pressed.argument)))

    def alarm(self, t: Texts, words: str) -> Replies:
        if not self._danger.found_in(words):
            return ()
        return (Show(cards.alarm_screen(t, self._places.home)),)


def _turn(screen: Screen) -> Replies:
    return (Turn(screen),)
