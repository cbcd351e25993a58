// urql's ways to ask.
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

const BACKENDS = "query Backends { backends { id } }";
const PARTIAL = 'query Partial { backends { id } order(id: "nobody") { id } }';

export function urql(url, fetches) {
  const asked = async (query, options = {}) => {
    const client = new Client({ url, fetch: fetches, exchanges: [fetchExchange], preferGetMethod: false, ...options });
    const { data, error } = await client.query(query, {}).toPromise();
    const ids = data?.backends?.map(({ id }) => id) ?? null;
    return { ids, codes: (error?.graphQLErrors ?? []).map(({ extensions }) => extensions.code) };
  };
  return {
    POST: () => asked(BACKENDS),
    GET: () => asked(BACKENDS, { preferGetMethod: "force" }),
    hash: () => asked(BACKENDS, { exchanges: [persistedExchange(), fetchExchange] }),
    part: () => asked(PARTIAL),
  };
}
