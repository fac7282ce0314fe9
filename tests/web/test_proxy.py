"""The nginx of the docs in front of a server: TLS, secure cookies, and the checks behind it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time

import pytest

from tests.docs.pages import DOCS
from tests.web.conftest import PASSWORD, served, site_of
from textmine.web.hosts import Hosts

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NAME = "coding.example.org"
WHOLE = """\
daemon off; pid {folder}/pid; error_log stderr;
events {{}}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{server} }}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


@pytest.fixture
def team(space, tmp_path):
    """The port of a proxy with a site behind it."""
    if NGINX is None or shutil.which("openssl") is None:
        pytest.skip("The proxy is not tried here: nginx and openssl are needed.")
    page = (DOCS / "howto" / "code-in-the-browser.md").read_text(encoding="utf-8")
    [server] = re.findall(r"```nginx\n(.*?)```", page, re.DOTALL)
    folder = tmp_path / "nginx"
    folder.mkdir()
    key = ("-newkey", "rsa:2048", "-nodes", "-keyout", "coding.key", "-subj", f"/CN={NAME}")
    command = ["openssl", "req", "-x509", *key, "-out", "coding.pem", "-days", "2"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    site = site_of(space, accounts={"lea": "lead"})
    site.hosts = Hosts(names=frozenset({NAME}))
    port = free_port()
    with served(site) as address:
        server = server.replace("443", f"127.0.0.1:{port}").replace("/etc/ssl", str(folder))
        server = server.replace("127.0.0.1:8765", address.removeprefix("http://"))
        (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, server=server))
        proxy = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
        try:
            yield port
        finally:
            proxy.terminate()
            proxy.wait(20)


@pytest.mark.slow
def test_people_come_in_through_the_proxy_of_the_documentation(team):
    import httpx2

    port = team
    shown = f"{NAME}:{port}"
    with httpx2.Client(verify=False, base_url=f"https://127.0.0.1:{port}") as client:
        for _ in range(100):
            try:
                page = client.get("/enter", headers={"host": shown})
                break
            except httpx2.TransportError:
                time.sleep(0.05)
        cookie = page.headers["set-cookie"]
        assert "Secure" in cookie
        headers = {"host": shown, "cookie": cookie.partition(";")[0]}
        token = re.search(r'name="token" content="([^"]*)"', page.text)[1]
        form = {"_token": token, "name": "lea", "password": PASSWORD}
        foreign = {**headers, "origin": "https://a.example"}
        assert client.post("/enter", data=form, headers=foreign).status_code == 403
        own = {**headers, "origin": f"https://{shown}"}
        answer = client.post("/enter", data=form, headers=own)
        assert answer.status_code == 303
        headers["cookie"] = answer.headers["set-cookie"].partition(";")[0]
        assert "lea, lead" in client.get("/", headers=headers).text
        assert client.get("/", headers={**headers, "host": "a.example"}).status_code == 421
