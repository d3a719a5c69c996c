"""``python -m ipsec_errors``: the command line."""

import sys

from ipsec_errors.cli import main

if __name__ == "__main__":
    sys.exit(main())
