"""The registry of vendors, by the name that the configuration uses."""

from resolvers.vendors.base import Vendor
from resolvers.vendors.cloudsuite import CloudSuite
from resolvers.vendors.logictrade import LogicTrade
from resolvers.vendors.obapi import Obapi
from resolvers.vendors.vdh_solar import VdhSolar
from resolvers.vendors.wimpel import Wimpel

VENDORS: dict[str, type[Vendor]] = {
    "cloudsuite": CloudSuite,
    "logictrade": LogicTrade,
    "obapi": Obapi,
    "vdh_solar": VdhSolar,
    "wimpel": Wimpel,
}
