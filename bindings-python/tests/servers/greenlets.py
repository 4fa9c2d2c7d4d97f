"""Ten payments of 100 ms each in greenlets, through the transport that the documentation shows."""

from gevent import monkey

monkey.patch_all()

import sys
import time

import gevent
import requests

from xaalis import Request, Response, Senfenico
from xaalis.errors import AnswerTooLarge, ConnectFailed

session = requests.Session()


def transport(request: Request) -> Response:
    try:
        answer = session.request(
            request.method,
            request.url,
            headers=dict(request.headers),
            data=request.body,
            timeout=request.timeout,
            allow_redirects=False,
            stream=True,
        )
    except requests.ConnectTimeout as error:
        raise ConnectFailed from error
    with answer:
        body = answer.raw.read(request.max_body + 1, decode_content=True)
    if len(body) > request.max_body:
        raise AnswerTooLarge
    return Response(answer.status_code, answer.headers, body)


senfenico = Senfenico("sk_test_sandbox", base_url=sys.argv[1], transport=transport)
start = time.monotonic()
calls = [gevent.spawn(senfenico.charges.create, amount=1000, phone="76000000") for _ in range(10)]
gevent.joinall(calls, raise_error=True)
print(len(calls), round(time.monotonic() - start, 3))
