from takedowns.listings import actions
from takedowns.models import Seller
from tests.factories import ListingFactory


class TestKnowSeller:
    def test_knows_nobody_without_an_id(self):
        """Two of them would be one, and get each other's letters."""
        listing = ListingFactory(seller=None)

        found = actions.know_seller(
            listing, external_id="", name="A shop", email="a@shop.example"
        )

        listing.refresh_from_db()
        assert (found, listing.seller) == (None, None)
        assert not Seller.objects.exists()
