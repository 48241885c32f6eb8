"""Run netcli as ``python -m netcli``; also what the console script calls."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while the rest is loaded ends quietly

from netcli.cli import main

if __name__ == "__main__":
    main()
