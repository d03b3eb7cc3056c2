"""A session with a coordinator: which places there are, who has them, acquiring, releasing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import grpc
from labgrid.remote.client import ClientSession, ServerError
from labgrid.remote.common import ReservationState
from labgrid.remote.generated import labgrid_coordinator_pb2 as messages
from labgrid.util.proxy import proxymanager

from neurio_gen.devices.labgrid.address import COORDINATOR_VARIABLE
from neurio_gen.devices.labgrid.requests import Look, Seen
from neurio_gen.errors import DeviceError, NeurioGenError, UsageError

TAG = "board"
"""The tag of a place that says which board is there."""

SERIAL = "NetworkSerialPort"
"""The class of serial ports, however the exporter has them."""

_DEFAULT_PORT = 20408
_ANSWER_SECONDS = 15.0
_POLL_SECONDS = 1.0
_ENDED = ("expired", "invalid")

T = TypeVar("T")


class Coordinator:
    """A session, kept up by a thread of its own. Raises DeviceError where nobody answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.lost: str | None = None
        """Why the place that was acquired is no longer ours."""
        self._held: str | None = None
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="labgrid", daemon=True).start()
        resolved = proxymanager.get_grpc_address(address, default_port=_DEFAULT_PORT)
        self.session: Any = self._run(self._started(resolved))
        self.me = f"{self.session.gethostname()}/{self.session.getuser()}"

    def find(self, look: Look) -> list[Seen]:
        """The places that are meant, free ones first. Raises UsageError where none can be."""
        self.check()
        return self._run(self._found(look))

    def take(self, look: Look, seconds: float, tell: Callable[[str], None]) -> str:
        """Acquires one of the places that are meant; its name.

        While all are held, the coordinator has a reservation of ours, so that those who wait take
        turns, and `tell` is called with who holds them. Raises DeviceError after `seconds`.
        """
        end = time.monotonic() + seconds
        token: str | None = None
        refusal = ""
        try:
            while True:
                seen = self.find(look)
                for each in seen:
                    if self._is_free(each.place, token):
                        found = self._run(self._acquired(each.place))
                        if found is None:
                            return each.place
                        refusal = f" The coordinator says: {found}."
                left = end - time.monotonic()
                held = "; ".join(f"{each.place}: {each.holder or 'taken'}" for each in seen)
                if left <= 0:
                    raise self._all_held(look, held, refusal, seconds)
                if token is not None and not self._run(self._waits(token)):
                    token = None
                token = token or self._run(self._reserved(look))
                tell(held)
                time.sleep(min(_POLL_SECONDS, left))
        finally:
            if token is not None:
                with suppress(NeurioGenError):
                    self._run(self._cancelled(token))

    def check(self) -> None:
        """Raises DeviceError where the coordinator has gone, or the place was taken from us."""
        if self.session.stopping.is_set():
            whose = f": the place {self._held} is not held for you any more" if self._held else ""
            raise DeviceError(
                f"The labgrid coordinator at {self.address} has gone{whose}.",
                hint="Finished results are kept: continue with --resume once it is there again.",
            )
        if self._held is not None and self._held not in self.session.places:
            self.lost = f"The place {self._held} was deleted."
        if self.lost is not None:
            raise DeviceError(self.lost, hint="Finished results are kept: continue with --resume.")

    def confirm(self) -> None:
        """As `check`, once all that has happened so far was heard of."""
        self.check()
        self._run(self.session.sync_with_coordinator())
        self.check()

    def release(self) -> None:
        """Gives the place back, if it is ours. Raises nothing: there is nothing left to do."""
        held, self._held = self._held, None
        if held is not None and self.lost is None and not self.session.stopping.is_set():
            with suppress(NeurioGenError):
                self._run(self._released(held))

    async def _found(self, look: Look) -> list[Seen]:
        await self.session.sync_with_coordinator()  # what others did was seen, too
        places = self.session.places
        if look.place is not None:
            place = self._named(look.place)
            tag = place.tags.get(TAG)
            if tag is not None and tag != look.board:
                raise UsageError(
                    f"The place {place.name} is tagged {TAG}={tag}, not {look.board}.",
                    hint=f"Name its board by --board {tag}, or another place.",
                )
            self._check_serial(place)
            return [self._seen(place)]
        tagged = [each for _, each in sorted(places.items()) if each.tags.get(TAG) == look.board]
        if not tagged:
            listed = ", ".join(_described(each) for _, each in sorted(places.items())) or "none"
            raise UsageError(
                f"No place of the lab at {self.address} is tagged {TAG}={look.board}; its places "
                f"are: {listed}.",
                hint=f"Tag one: labgrid-client -p PLACE set-tags {TAG}={look.board}; or name one: "
                "--port labgrid://PLACE.",
            )
        fit = [each for each in tagged if SERIAL in self._classes(each)]
        if not fit:
            self._check_serial(tagged[0])
        seen = [self._seen(each) for each in fit]
        return sorted(seen, key=lambda each: each.holder is not None)

    def _named(self, name: str) -> Any:
        places = self.session.places
        if name in places:
            return places[name]
        for place in places.values():
            if name in place.aliases:
                return place
        known = ", ".join(sorted(places)) or "none"
        raise UsageError(
            f"The lab at {self.address} has no place {name}.",
            hint=f"Its places are: {known}. `labgrid-client places` lists them.",
        )

    def _check_serial(self, place: Any) -> None:
        classes = self._classes(place)
        if not classes:
            raise DeviceError(
                f"Nothing of the place {place.name} is there.",
                hint="Is its exporter running, and does `labgrid-client -p "
                f"{place.name} show` list its matches?",
            )
        if SERIAL not in classes:
            raise UsageError(
                f"The place {place.name} has no serial port, only {', '.join(classes)}.",
                hint="Add a USBSerialPort, RawSerialPort or NetworkSerialPort to its exporter's "
                "file, and match it.",
            )

    def _classes(self, place: Any) -> tuple[str, ...]:
        return tuple(
            sorted(
                entry.cls
                for exporter, groups in self.session.resources.items()
                for group, entries in groups.items()
                for name, entry in entries.items()
                if "cls" in entry.data and place.hasmatch((exporter, group, entry.cls, name))
            )
        )

    def _seen(self, place: Any) -> Seen:
        holder = None
        if place.acquired:
            who = f"{place.acquired} (you)" if place.acquired == self.me else place.acquired
            holder = f"held by {who} since {_moment(place.changed)}"
        elif place.reservation:
            holder = f"reserved since {_moment(place.changed)}"
        return Seen(place.name, self._classes(place), holder)

    def _is_free(self, name: str, token: str | None) -> bool:
        place = self.session.places[name]
        return not place.acquired and place.reservation in (None, token)

    def _all_held(self, look: Look, held: str, refusal: str, seconds: float) -> DeviceError:
        what = f"The place {look.place}" if look.place else f"Every place with {TAG}={look.board}"
        mine = (
            " What an earlier job of yours has left is given back by: labgrid-client -p PLACE "
            "release."
            if "(you)" in held
            else ""
        )
        return DeviceError(
            f"{what} is taken ({held}), and was not free within {seconds:g} s.{refusal}",
            hint=f"Wait longer with --wait SECONDS, or ask who has it.{mine}",
        )

    async def _started(self, address: str) -> Any:
        session = ClientSession(address, self._loop)
        inherited = session.on_place_changed

        async def watched(place: Any) -> None:
            await inherited(place)
            self._watch(session.places[place.name])

        session.on_place_changed = watched
        try:
            await session.start()
        except ServerError as error:
            await session.close()
            raise DeviceError(
                f"No labgrid coordinator answers at {self.address}.",
                hint=f"Start it: labgrid-coordinator; or name another: {COORDINATOR_VARIABLE}="
                "HOST:PORT, or --port labgrid://HOST:PORT/PLACE.",
            ) from error
        return session

    def _watch(self, place: Any) -> None:
        """Notices, in the order in which it happens, that somebody has taken our place."""
        if place.name == self._held and place.acquired != self.me and self.lost is None:
            by = f"{place.acquired} has" if place.acquired else "somebody released"
            self.lost = f"The place {place.name} was taken from you at {_moment(place.changed)}: "
            self.lost += f"{by} it."

    async def _acquired(self, name: str) -> str | None:
        """None where the place is ours now, else what the coordinator says."""
        try:
            await self.session.stub.AcquirePlace(messages.AcquirePlaceRequest(placename=name))
        except grpc.aio.AioRpcError as error:
            if error.code() == grpc.StatusCode.UNAVAILABLE:
                self.session.stopping.set()
            return str(error.details()).rstrip(".")
        await self.session.sync_with_coordinator()  # now all changes up to ours were seen
        self._held = name
        self._watch(self.session.places[name])
        return None

    async def _released(self, name: str) -> None:
        request = messages.ReleasePlaceRequest(placename=name, fromuser=self.me)
        await self.session.stub.ReleasePlace(request)

    async def _reserved(self, look: Look) -> str:
        tags = {"name": self._named(look.place).name} if look.place else {TAG: look.board}
        filters = {"main": messages.Reservation.Filter(filter=tags)}
        request = messages.CreateReservationRequest(filters=filters, prio=0.0)
        return str((await self.session.stub.CreateReservation(request)).reservation.token)

    async def _waits(self, token: str) -> bool:
        """Whether the reservation still stands; asking keeps it up."""
        try:
            answer = await self.session.stub.PollReservation(
                messages.PollReservationRequest(token=token)
            )
        except grpc.aio.AioRpcError:
            return False
        return ReservationState(answer.reservation.state).name not in _ENDED

    async def _cancelled(self, token: str) -> None:
        await self.session.stub.CancelReservation(messages.CancelReservationRequest(token=token))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the session's thread makes of `work`, within a bounded time."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(_ANSWER_SECONDS)
        except (FutureTimeoutError, TimeoutError, grpc.aio.AioRpcError) as error:
            future.cancel()
            raise DeviceError(
                f"The labgrid coordinator at {self.address} does not answer ({_why(error)}).",
                hint="Is it the right address, and is the coordinator running?",
            ) from error


def _why(error: Exception) -> str:
    if isinstance(error, grpc.aio.AioRpcError):
        return str(error.details())
    return f"for {_ANSWER_SECONDS:g} s"


def _described(place: Any) -> str:
    tag = place.tags.get(TAG)
    return f"{place.name} ({TAG}={tag})" if tag else f"{place.name} (no tag {TAG})"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M:%S")
