"""Python, with PyJWT (`pip install pyjwt`): who is logged in, for this page."""

import os
import time

import jwt


def tradewind_token(shopper: dict, shop: str, now: float | None = None) -> str:
    issued = int(now or time.time())
    claims = {"aud": shop, "iat": issued, "exp": issued + 600}
    claims |= {"sub": shopper["id"], "name": shopper["name"], "email": shopper["email"], "orders": shopper["orders"]}
    return jwt.encode(claims, os.environ["TRADEWIND_SECRET"], "HS256", {"kid": os.environ["TRADEWIND_KID"]})
