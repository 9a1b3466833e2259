from portal import sealing
from takedowns.connectors.base import Account, Connector
from takedowns.connectors.registry import connector
from takedowns.listings.models import Marketplace


def connector_of(marketplace: Marketplace) -> Connector:
    """How to speak to the marketplace, with its secret opened."""
    account = Account(
        base_url=marketplace.base_url,
        secret=sealing.unseal(marketplace.secret),
        name=marketplace.name,
    )
    return connector(marketplace.connector, account)
