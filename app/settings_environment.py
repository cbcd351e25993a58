"""Overrides: ORDER_GATEWAY_SERVER__PORT is server.port, ORDER_GATEWAY_BACKENDS__SHOP__URL the url of backend shop."""

import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource

from app.settings_errors import Fault, KeyPath, did_you_mean

PREFIX = "ORDER_GATEWAY_"
CONFIG = "ORDER_GATEWAY_CONFIG"
BETWEEN = "__"
# The lists whose tables go by one of their keys.
NAMED_BY = {"backends": "id", "clients": "name"}
# What Kubernetes sets in every pod beside a Service called order-gateway.
SERVICE_LINK = re.compile(r"(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_\w+)=.*|PORT=(tcp|udp|sctp)://.*", re.DOTALL)


class Environment(EnvSettingsSource):
    """pydantic-settings' reading of names and types; from a mapping passed in, and into the tables of the file's lists.

    `faults`: of the variables that set nothing.
    """

    def __init__(self, kind: type[BaseSettings], environ: Mapping[str, str], file: Mapping[str, Any]) -> None:
        self._given = {name: text for name, text in environ.items() if _is_ours(name, text)}
        super().__init__(kind, case_sensitive=False, env_prefix=PREFIX, env_nested_delimiter=BETWEEN)
        self._lists = {name: self._tables(name, file) for name in NAMED_BY}
        self.faults: list[Fault] = []
        self._origins: dict[KeyPath, str] = {}
        for variable in self._given:
            self._place(variable)

    def __call__(self) -> dict[str, Any]:
        values = super().__call__()
        for name, tables in self._lists.items():
            if tables:
                values[name] = self._overridden(name, tables)
            elif self._whole(name) is None:
                # At most variables for tables that aren't there: each of them is a fault already.
                values.pop(name, None)
        return values

    def origin(self, at: KeyPath) -> str | None:
        """The variable that set this key or the table around it."""
        around = (at[:length] for length in range(len(at), 0, -1))
        return next((self._origins[each] for each in around if each in self._origins), None)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): text for name, text in self._given.items()}

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """Invalid JSON stays text, and is reported at its path with all other faults."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value

    def next_field(self, field: Any, key: str, case_sensitive: bool | None = None) -> FieldInfo | None:
        """In a list whose tables have names, the next key is a name."""
        if any(field is self._field(name) for name in NAMED_BY):
            table: FieldInfo = get_args(field.annotation)[0]
            return table
        return super().next_field(field, key, case_sensitive)

    def _field(self, name: str) -> FieldInfo:
        return self.settings_cls.model_fields[name]

    def _tables(self, name: str, file: Mapping[str, Any]) -> list[Any]:
        """Of the list in JSON, if a variable holds the whole list, otherwise of the file's."""
        text = self._whole(name)
        given = file.get(name) if text is None else self.decode_complex_value(name, self._field(name), text)
        return given if isinstance(given, list) else []

    def _whole(self, name: str) -> str | None:
        return self.env_vars.get(f"{PREFIX}{name}".lower())

    def _overridden(self, name: str, tables: list[Any]) -> list[Any]:
        overridden = list(tables)
        for said, override in self.explode_env_vars(name, self._field(name), self.env_vars).items():
            if len(found := _positions(tables, NAMED_BY[name], said)) == 1:
                overridden[found[0]] = _merged(overridden[found[0]], override)
        return overridden

    def _place(self, variable: str) -> None:
        head, *rest = variable.removeprefix(PREFIX).lower().split(BETWEEN)
        if head not in self.settings_cls.model_fields:
            return self._refuse(variable, self._unknown(head))
        if self._is_said_in_small_letters(head, rest):
            return self._refuse(variable, "variable names have no lower case; expected the whole table as JSON")
        path: KeyPath = (head, *rest)
        if rest and head in NAMED_BY:
            found = _positions(self._lists[head], NAMED_BY[head], rest[0])
            if len(found) != 1:
                return self._refuse(variable, self._not_one(head, rest[0], len(found)))
            path = (head, *found, *rest[1:])
        self._origins[path] = variable
        return None

    def _refuse(self, variable: str, why: str) -> None:
        self.faults.append(Fault(variable, "", why))

    def _unknown(self, head: str) -> str:
        known = [name.upper() for name in self.settings_cls.model_fields]
        return f"expected CONFIG, {', '.join(known)} after {PREFIX}" + did_you_mean(head.upper(), known)

    def _not_one(self, head: str, said: str, count: int) -> str:
        own = NAMED_BY[head]
        if count:
            return f"{count} of the {head} have an {own} that reads {said} here; expected one"
        return f"none of the {head} has the {own} {said}" + did_you_mean(said, _names(self._lists[head], own))

    def _is_said_in_small_letters(self, head: str, rest: list[str]) -> bool:
        """Whether the path leads into a table whose keys are not the gateway's, such as a vendor's words."""
        field: Any = self._field(head)
        for key in rest:
            if isinstance(field, FieldInfo) and get_origin(field.annotation) is dict:
                return True
            field = self.next_field(field, key)
        return False


def _is_ours(name: str, text: str) -> bool:
    rest = name.removeprefix(PREFIX)
    return rest != name and name != CONFIG and not SERVICE_LINK.fullmatch(f"{rest}={text}")


def _names(tables: list[Any], key: str) -> list[str]:
    """How each table is named in variables, in lower case."""
    named = [table.get(key) if isinstance(table, dict) else None for table in tables]
    return [name.lower().replace("-", "_") if isinstance(name, str) else "" for name in named]


def _positions(tables: list[Any], key: str, said: str) -> list[int]:
    return [at for at, name in enumerate(_names(tables, key)) if name == said]


def _merged(below: Any, above: Any) -> Any:
    """Tables are merged key by key; for anything else, `above` wins."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: _merged(below.get(key), value) for key, value in above.items()}
