"""Run netcli as ``python -m netcli``; also what the console script calls."""

import gc
import signal

gc.set_threshold(100_000)  # hardly anything here is a cycle: to look for them costs a twentieth of every command

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while the rest is loaded ends quietly

from netcli.cli import main  # noqa: E402 - what stands above is for this import too

if __name__ == "__main__":
    main()
