"""Run netcli as ``python -m netcli``; also what the console script calls."""

import _signal  # type: ignore[import-not-found]  # what signal wraps: that one takes a while to load
import gc

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # Ctrl-C while the rest is loaded ends quietly

gc.set_threshold(100_000)  # hardly anything here is a cycle: to look for them costs a twentieth of every command

from netcli.cli import main  # noqa: E402 - what stands above is for this import too

if __name__ == "__main__":
    main()
