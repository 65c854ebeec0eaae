"""What is kept of shoppers whom shops sign, made together."""

from msgspec import Struct

from server.store.endings import Endings
from server.store.merging import Merging
from server.store.profiles import Profiles
from server.store.reads import Reads
from server.store.records import Records
from server.store.shop_keys import ShopKeys


class ShopperRecords(Struct, frozen=True):
    """The shops' keys, logins that ended, what is known of each, and who turned out to be whom."""

    keys: ShopKeys
    endings: Endings
    profiles: Profiles
    merging: Merging


def shopper_records(reads: Reads, records: Records) -> ShopperRecords:
    """Over one database."""
    return ShopperRecords(
        ShopKeys(reads, records), Endings(reads, records), Profiles(reads, records), Merging(reads, records)
    )
