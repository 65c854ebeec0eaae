"""The figures, in the order of the table; each starts what it compares, one after the other."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import crowd, nodes, peers, routing, way
from bench.desk import desk
from bench.processes import free_port, redis, serving
from bench.report import Figure, Row, Target, Values

SECONDS = 4.0
IDLE = 1_000
LEAVERS = 5_000
COUNTS = (2, 4, 8)


def _way() -> Values:
    values: Values = {}
    port = free_port()
    with serving(peers.python_socketio(port), port) as server:
        values["python echo"] = asyncio.run(way.echo(server, SECONDS)).cpu_us
    port = free_port()
    with serving(peers.socket_io(port), port) as server:
        values["Node echo"] = asyncio.run(way.echo(server, SECONDS)).cpu_us
    port = free_port()
    with serving(peers.own_engine(port), port) as server:
        values["our engine's echo"] = asyncio.run(way.echo(server, SECONDS)).cpu_us
    with redis() as cache, TemporaryDirectory() as folder:
        port = free_port()
        with serving(peers.socket_io(port, cache, str(Path(folder) / "peer.db")), port) as server:
            stored = asyncio.run(way.storing(server, SECONDS))
    with desk(way.WORKERS, way.PAIRS) as (made, server):
        ours = asyncio.run(way.tradewind(made, server, SECONDS))
    return values | {
        "Node that stores": stored.cpu_us,
        "whole way": ours.cpu_us,
        "ack p50": way.quantile(ours.acked, 50),
        "ack p99": way.quantile(ours.acked, 99),
        "seen p50": way.quantile(ours.seen, 50),
        "seen p99": way.quantile(ours.seen, 99),
        "Node's seen p50": way.quantile(stored.seen, 50),
        "Node's seen p99": way.quantile(stored.seen, 99),
    }


def _durable() -> Values:
    with desk(way.WORKERS, way.SENDERS) as (made, server):
        return {"acked": asyncio.run(way.storm(made, server, SECONDS)).rate}


def _steady() -> Values:
    with desk(way.WORKERS, way.PAIRS) as (made, server):
        ours = asyncio.run(way.steady(made, server, 2 * SECONDS))
    found = {"steady ack": ours.acked, "steady seen": ours.seen}
    return {f"{name} p{share}": way.quantile(times, share) for name, times in found.items() for share in (50, 99)}


def _copies() -> Values:
    commands = {"python": peers.python_socketio, "Node": peers.socket_io, "copy": peers.own_engine}
    values: Values = {}
    for key, command in commands.items():
        port = free_port()
        with serving(command(port), port) as server:
            values[key] = asyncio.run(crowd.copy(server, SECONDS / 2))
    return values


def _nodes() -> Values:
    values: Values = {}
    for count in COUNTS:
        values |= nodes.python_socketio(count, SECONDS).told(count, f"python over {count}")
        values |= nodes.node_socket_io(count, SECONDS).told(count, f"Node over {count}")
        values |= nodes.tradewind(count, SECONDS).told(count, f"{count} nodes")
    for name in ("", ", own"):
        values[f"8 against 2{name}"] = values[f"8 nodes{name}"] / values[f"2 nodes{name}"]
    return values


def _idle() -> Values:
    commands = {"python": peers.python_socketio, "Node": peers.socket_io, "our engine alone": peers.own_engine}
    values: Values = {}
    for key, command in commands.items():
        port = free_port()
        with serving(command(port), port) as server:
            values[key] = asyncio.run(crowd.idle(server, crowd.bare(server), IDLE))
    with desk(1, 3 * IDLE) as (made, server):
        values["idle"] = asyncio.run(crowd.idle(server, crowd.shoppers(made, server), IDLE))
    return values


def _leaving() -> Values:
    values: Values = {}
    for key, command in {"python": peers.python_socketio, "Node": peers.socket_io, "leaving": peers.own_engine}.items():
        port = free_port()
        with serving(command(port), port) as server:
            values[key] = asyncio.run(crowd.leaving(server, LEAVERS))
    return values


def _freed() -> Values:
    p50, p99, _ = asyncio.run(routing.measure(500, 1_000, 200))
    return {"freed p50": p50, "freed p99": p99}


def _cross_rows() -> Iterator[Row]:
    for n in COUNTS:
        theirs = (f"python over {n}", f"Node over {n}")
        told = f"a message from one of {n} nodes to another"
        yield Row(f"{told}, CPU of all", "us", f"{n} nodes", theirs, (Target(1.0, theirs[1]),))
        for what, unit, key in (
            ("without what idle nodes take", "us", "own"),
            ("messages a second", "/s", "rate"),
            ("CPU of one idle node a second", "ms", "idle"),
        ):
            yield Row(f"{told}: {what}", unit, f"{n} nodes, {key}", tuple(f"{one}, {key}" for one in theirs))
    yield Row("8 nodes against 2", "x", "8 against 2", (), (Target(1.1),))
    yield Row("8 nodes against 2, without what idle nodes take", "x", "8 against 2, own", (), (Target(1.1),))


FIGURES = (
    Figure(
        "way",
        _way,
        (
            Row(
                "whole way of a message, CPU",
                "us",
                "whole way",
                ("python echo", "Node echo", "Node that stores"),
                (Target(1.0, "python echo"), Target(1.2, "Node that stores")),
            ),
            Row("echo by our engine alone, CPU", "us", "our engine's echo", ("python echo", "Node echo")),
            Row("from send to ack, p50", "ms", "ack p50"),
            Row("from send to ack, p99", "ms", "ack p99"),
            Row("from send to seen, p50", "ms", "seen p50", ("Node's seen p50",)),
            Row("from send to seen, p99", "ms", "seen p99", ("Node's seen p99",)),
        ),
    ),
    Figure(
        "durable",
        _durable,
        (Row("durable acked messages a second, SQLite FULL", "/s", "acked", (), (Target(1500, least=True),)),),
    ),
    Figure(
        "steady",
        _steady,
        (
            Row("from due to ack at 200 messages a second, p50", "ms", "steady ack p50", (), (Target(15),)),
            Row("from due to ack, p99", "ms", "steady ack p99", (), (Target(80),)),
            Row("from due to seen, p50", "ms", "steady seen p50", (), (Target(15),)),
            Row("from due to seen, p99", "ms", "steady seen p99", (), (Target(80),)),
        ),
    ),
    Figure(
        "copies",
        _copies,
        (Row("one delivered copy in fan-out, CPU", "us", "copy", ("python", "Node"), (Target(1.0, "Node"),)),),
    ),
    Figure("nodes", _nodes, tuple(_cross_rows())),
    Figure(
        "idle",
        _idle,
        (
            Row(
                "memory of an idle, authenticated, following socket",
                "KiB",
                "idle",
                ("python", "Node", "our engine alone"),
                (Target(27), Target(16)),
            ),
        ),
    ),
    Figure(
        "leaving",
        _leaving,
        (Row("longest stall while 5,000 leave at once", "ms", "leaving", ("python", "Node"), (Target(50),)),),
    ),
    Figure(
        "assignment",
        _freed,
        (
            Row(
                "an agent becomes free, the customer is told, p99 (1,000 wait, 500 agents)",
                "ms",
                "freed p99",
                (),
                (Target(100),),
            ),
            Row("the same, p50", "ms", "freed p50"),
        ),
    ),
)
