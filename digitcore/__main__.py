"""The command line: `python -m digitcore …`. The commands are in `commands`.

`--json` prints one JSON value and nothing else. Exit code 0 is success, 2 wrong use or bad input, 1 a failure; an error is
one sentence on stderr and never a traceback.
"""

from __future__ import annotations

import click

from digitcore.commands.data import data
from digitcore.commands.evaluation import evaluate
from digitcore.commands.exporting import export
from digitcore.commands.machines import certificates, scheduler, worker
from digitcore.commands.prediction import predict, pretrain
from digitcore.commands.readiness import check
from digitcore.commands.recording import record
from digitcore.commands.reproduction import reproduce
from digitcore.commands.safety import backup, doctor, restore
from digitcore.commands.sweep import sweep
from digitcore.commands.training import runs, show, train
from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.backup import unfinished


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Digit Lab: handwritten digits, what is in them, and models that learn them."""
    unfinished.settle()


COMMANDS = (
    data, train, sweep, runs, show, pretrain, reproduce, record, evaluate, predict, export, check,
    doctor, backup, restore, certificates, scheduler, worker,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)


def run() -> None:
    """Run the command line; every error becomes a sentence and an exit code."""
    try:
        main(standalone_mode=False)  # in its standalone mode click prints a usage error on three lines
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "python -m digitcore"
        click.echo(f"{' '.join(error.format_message().split())} See `{command} --help`.", err=True)
        raise SystemExit(error.exit_code) from None
    except click.Abort:
        click.echo("It was stopped.", err=True)
        raise SystemExit(1) from None
    except DigitLabError as error:
        click.echo(str(error), err=True)
        raise SystemExit(error.exit_code) from None
    except Exception as error:  # noqa: BLE001  users of a terminal need no traceback
        words = " ".join(str(error).split())
        click.echo(f"This failed, and the fault is ours: {type(error).__name__}: {words}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    run()
