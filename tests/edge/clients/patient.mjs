// A fetch for any client: where the gateway says when to ask again, it is asked once more then.

/** `sleep` takes milliseconds. */
export const patient = (fetches, sleep) => async (address, options) => {
  const response = await fetches(address, options);
  const seconds = response.headers.get("retry-after");
  if (seconds === null) return response;
  await sleep(1000 * seconds);
  return fetches(address, options);
};
