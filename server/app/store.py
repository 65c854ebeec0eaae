"""The store's rooms of one process, made together because they share the database and the writer's lock."""

from server.api.edge import Hand
from server.conversations.erasing import Tools
from server.domain.clock import Clock
from server.identity.sealing import Vault
from server.settings import Settings, keys_of
from server.store.admin import Admin
from server.store.aids import Aids
from server.store.audit import Audit, Deed
from server.store.blobs import Blobs
from server.store.bridge_erasures import BridgeErasures
from server.store.bridges import Bridges
from server.store.bucket import Bucket, bucket_options
from server.store.corrections import Corrections
from server.store.database import open_database
from server.store.deliveries import Deliveries
from server.store.desk import Desk
from server.store.desk_rules import DeskRules
from server.store.engines import Engines, SpentLedger
from server.store.erasure_log import ErasureLog
from server.store.erasures import Erasures
from server.store.factors import Factors
from server.store.files import Files
from server.store.folder import Folder
from server.store.history import History
from server.store.indexing import Past
from server.store.intake import Intake, Parts
from server.store.invitations import Invitations
from server.store.letters import Letters
from server.store.link_letters import LinkLetters
from server.store.lists import Lists
from server.store.memories import Memories
from server.store.persons import Persons
from server.store.pictures import Pictures
from server.store.pushes import Pushes
from server.store.reads import Reads
from server.store.records import Records
from server.store.roles import Roles
from server.store.rulings import Rulings
from server.store.sealed import SealedRows
from server.store.search import Search
from server.store.sessions import HOUR, SessionOptions, Sessions
from server.store.shop_keys import ShopKeys
from server.store.shoppers import shopper_records
from server.store.sign_on import SignOns
from server.store.spool import Spool
from server.store.terms import Terms
from server.store.ticket_erasures import TicketErasures
from server.store.ticket_lists import TicketLists
from server.store.tickets import Tickets
from server.store.webhook_events import WebhookEvents
from server.store.webhooks import Webhooks
from server.store.writer import Announce, Writer, WriterOptions


class Store:
    """Everything that survives."""

    def __init__(self, settings: Settings, clock: Clock, announce: Announce) -> None:
        self.clock = clock
        self.database = open_database(settings.database)
        keys = keys_of(settings)
        self.writer = Writer(self.database, clock, announce, WriterOptions(keys=keys))
        self.reads = Reads(self.database)
        self.records = Records(self.database, self.writer.lock)
        self.desk = Desk(self.reads, self.records)
        self.admin = Admin(self.reads, self.records)
        self.factors = Factors(self.reads, self.records)
        self.invitations = Invitations(self.reads, self.records)
        self.roles = Roles(self.reads, self.records)
        self.sign_ons = SignOns(self.reads, self.records)
        self.audit = Audit(self.reads, self.records, keys, clock)
        self.rulings, self.desk_rules = Rulings(self.reads, keys), DeskRules(self.reads, self.records)
        self.sessions = Sessions(self.reads, self.records, ends(settings))
        self.history = History(self.reads)
        self.lists, self.aids = Lists(self.reads), Aids(self.reads, self.records)
        self.search, self.past = Search(self.reads, embedded=self.database.embedded), Past(self.records)
        self.files, self.spool = Files(self.reads, self.records), Spool(settings.data_dir / "spool")
        self.deliveries = Deliveries(self.reads, self.records)
        self.letters, self.link_letters = Letters(self.reads, self.records), LinkLetters(self.reads, self.records)
        self.bridges, self.bridge_erasures = Bridges(self.reads, self.records), BridgeErasures(self.reads, self.records)
        self.memories = Memories(self.reads, self.records, clock)
        self.corrections, self.terms = Corrections(self.reads, self.records), Terms(self.reads, self.records)
        self.vault = Vault(keys)
        self.engines = Engines(self.reads, self.records, self.vault)
        self.spent = SpentLedger(self.reads, self.records)
        self.tickets, self.ticket_lists = Tickets(self.records), TicketLists(self.reads)
        self.webhooks = Webhooks(self.reads, self.records)
        self.webhook_events = WebhookEvents(self.reads, self.records)
        self.pushes = Pushes(self.reads, self.records, ends(settings).idle)
        self.blobs = blobs(settings)
        self.sealed = SealedRows(self.reads, self.records)
        self.shoppers = shopper_records(self.reads, self.records)
        self.persons, self.erasures = Persons(self.reads, self.records), Erasures(self.reads, self.records)
        self.erasure_log = ErasureLog(settings.data_dir / "erasures.jsonl")
        self.taking = Tools(
            writer=self.writer,
            reads=self.reads,
            desk=self.desk,
            files=self.files,
            blobs=self.blobs,
            erasures=self.erasures,
            tickets=TicketErasures(self.records),
            clock=clock,
            note=self.erasure_log.note,
        )
        parts = Parts(files=self.files, blobs=self.blobs, spool=self.spool, pictures=Pictures(), clock=clock)
        self.intake = Intake(parts)

    def hand(self, deed: Deed) -> Hand:
        """What changes a workspace, each transaction noting this deed."""
        reads, noting = self.reads, self.audit.noting(deed)
        return Hand(
            Admin(reads, noting),
            Bridges(reads, noting),
            Deliveries(reads, noting),
            Webhooks(reads, noting),
            WebhookEvents(reads, noting),
            Factors(reads, noting),
            Invitations(reads, noting),
            Erasures(reads, noting),
            Roles(reads, noting),
            Engines(reads, noting, self.vault),
            Terms(reads, noting),
            Corrections(reads, noting),
            Memories(reads, noting, self.clock),
            SignOns(reads, noting),
            ShopKeys(reads, noting),
            DeskRules(reads, noting),
        )


def blobs(settings: Settings) -> Blobs:
    """Where the bytes of files lie. Refuses `bad_request` when FILES_URL makes no sense."""
    return Bucket(bucket_options(settings.files_url)) if settings.files_url else Folder(settings.data_dir / "files")


def ends(settings: Settings) -> SessionOptions:
    """When logins end."""
    return SessionOptions(int(settings.session_idle_hours * HOUR), int(settings.session_hours * HOUR))
