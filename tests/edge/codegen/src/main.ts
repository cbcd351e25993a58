// Asks a gateway all there is here, without a client's help.
import { make, order } from "./create.js";
import { follow } from "./nodes.js";
import { all } from "./orders.js";
import { Failed, gateway } from "./send.js";

export async function alone(url: string, fetches: typeof fetch) {
  const shop = gateway(url, fetches);
  const pages = await all(shop, 8);
  const [first] = (await all(shop, 12, { backends: ["wimpel"] })).flat();
  const [customer] = await follow(shop, [first?.id ?? ""]);
  const input = order(customer ?? "");
  const links = await follow(shop, [customer ?? "", "wimpel", "gid://wimpel/Order/nobody"]);
  const made = await make(shop, input);
  const refused = await make(shop, { ...input, note: "Another input." });
  const error = await all(shop, 1000).catch((reason: Failed) => reason.codes);
  return { pages, customer, links, made, refused, error };
}
