/** What the editor halves of several nodes share. Node-RED serves this file to the editor. */
globalThis.busbar = {
  /** Suggests the site's devices while something is typed into a field. */
  suggestDevices(field) {
    $.getJSON('busbar/devices', (devices) => {
      $(field).autoComplete({
        search: (typed) =>
          devices
            .filter(({ id }) => id.toLowerCase().includes(typed.toLowerCase()))
            .map(({ id, name }) => ({ value: id, label: id + ' – ' + name })),
        minLength: 0,
      });
    });
  },
};
