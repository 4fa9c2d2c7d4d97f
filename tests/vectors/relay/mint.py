"""PyJWT's token."""

import json
import pathlib

import jwt

given = json.loads((pathlib.Path(__file__).parent / "claims.json").read_text())
token = jwt.encode(given["claims"], given["secret"], "HS256", headers={"typ": "xaalis-pay+jwt", "kid": given["kid"]})
print(json.dumps({"library": f"PyJWT {jwt.__version__}", "token": token}))
