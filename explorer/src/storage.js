// What GraphiQL keeps between visits, less the headers: they carry credentials.
const NAMESPACE = 'graphiql:';
// `shouldPersistHeaders={false}` covers the tabs alone: the history would still write each query's headers down.
const HISTORY = new Set(['queries', 'favorites'].map(name => NAMESPACE + name));

const keys = () => Object.keys(localStorage).filter(key => key.startsWith(NAMESPACE));
const dropHeaders = (key, value) => (key === 'headers' ? undefined : value);
const withoutHeaders = text => JSON.stringify(JSON.parse(text), dropHeaders);

export const storage = {
  getItem: key => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, HISTORY.has(key) ? withoutHeaders(value) : value),
  removeItem: key => localStorage.removeItem(key),
  clear: () => keys().forEach(key => localStorage.removeItem(key)),
  get length() {
    return keys().length;
  },
};
