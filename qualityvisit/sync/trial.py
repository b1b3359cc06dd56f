"""A store on trial: it is asked, and made ours, before this computer relies on it.

Nothing here touches the journal, so all of it may be done on any thread; all can be taken back.
"""

import contextlib
from collections.abc import Iterator
from functools import partial

from qualityvisit.errors import NoKeyring, StoreTrouble, WrongStore
from qualityvisit.sync import address as addresses
from qualityvisit.sync import credentials
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.round import marker_of, wrong_store
from qualityvisit.sync.store import Store, connect
from qualityvisit.words import _


class Trial:
    """A store at an address with a password in it, or with the one that the keyring has.

    Raise BadInput for an address that cannot be used.
    """

    def __init__(self, address: str, password: str = "") -> None:
        self._password, self._before = password, ""
        self._marked = ""  # the marker that is there because of us
        self._made = self._kept = False
        self._where: addresses.Address | None = None
        self.store: Store
        if addresses.kind_of(address) == addresses.FOLDER:
            self.store = FolderStore(address, new=True)
            self.place = str(self.store.folder)
            return
        self._where, inside = addresses.read(address)
        self._password = password or inside
        secret = partial(str, self._password)
        asked = partial(credentials.secret_of, self._where)
        self.store = connect(self._where, secret if self._password else asked)
        self.place = self._where.place

    def look(self) -> None:
        """See that the store answers. Raise StoreTrouble."""
        with self._told():
            self.store.list()

    def take(self, workspace: str, *, make: bool, begin: bool) -> None:
        """Make the store a workspace's; only with ``begin`` one that is nobody's yet.

        With ``make`` a folder that is missing is made. Raise StoreTrouble.
        """
        marker = marker_of(workspace)
        with self._told():
            if make and isinstance(self.store, FolderStore) and not self.store.folder.is_dir():
                self.store.make()
                self._made = True
            names = self.store.list()
            if marker not in names:
                if not begin or any(name.startswith("workspace/") for name in names):
                    raise wrong_store(names)
                self._marked = marker
                self.store.put(marker, b"")
        self.keep()

    def keep(self) -> None:
        """Keep the password that was good, for all times to come. Raise StoreRefused."""
        if self._where is not None and self._password:
            self._before, self._kept = credentials.kept(self._where), True
            credentials.keep(self._where, self._password)

    def take_back(self) -> None:
        """Leave everything as it was before the trial. Raise StoreTrouble where that fails."""
        if self._kept and self._where is not None:
            credentials.put_back(self._where, self._before)
        if self._marked:
            self.store.drop(self._marked)
        if isinstance(self.store, FolderStore) and (self._made or self._marked):
            self.store.unmake(whole=self._made)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except StoreTrouble as problem:
            raise self.told(problem) from problem

    def told(self, problem: StoreTrouble) -> StoreTrouble:
        """Return what to tell of trouble with a store that nobody relies on yet."""
        if isinstance(problem.__cause__, NoKeyring):
            return problem
        if isinstance(self.store, FolderStore) and not self.store.folder.is_dir():
            return problem  # says already which folder is missing
        if isinstance(problem, WrongStore):
            advice = _(
                "Nothing has been changed. Choose another place, or ask an administrator which"
                " one the workspace is shared through."
            )
        elif problem.may_retry:
            advice = _(
                "Nothing has been changed. Check the address and the network, then try again."
            )
        elif self._where is None:
            advice = _(
                "Nothing has been changed. Ask whoever runs the place for the right to read and"
                " write there."
            )
        else:
            advice = _(
                "Nothing has been changed. Check user name and password. If they are right, ask"
                " whoever runs the server for the right to read and write there."
            )
        return type(problem)(problem.title, advice)
