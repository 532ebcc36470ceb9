// Carries out calls of connectwise-rest as it is told and sends back what the package made of the answers. It is a
// process of its own because Node reads NODE_EXTRA_CA_CERTS only at its start.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import connectwise from 'connectwise-rest';

process.on('message', (order) => {
  carryOut(order).then(
    (value) => process.send({ number: order.number, value }),
    (error) => process.send({ number: order.number, error: plain(error) }),
  );
});

async function carryOut({ options, section, method, args }) {
  const manage = new connectwise.ManageAPI({ ...options, logger: () => undefined });
  switch (section) {
    case 'request':
      return manage.request(args[0]);
    case 'paginate': {
      const [listed, called, paging, parameters] = args;
      return manage.paginate(manage[listed][called].bind(manage[listed]), paging, parameters);
    }
    case 'upload': {
      const form = new FormData();
      for (const [name, value] of Object.entries(args[0])) form.append(name, value);
      form.append('file', new Blob([args[1]]), 'file.bin');
      return manage.request({ path: '/system/documents', method: 'post', data: form });
    }
    case 'utils':
      return connectwise.utils.Callback[method](...args);
    default: {
      const value = await manage[section][method](...args);
      return value instanceof Readable ? buffer(value) : value;
    }
  }
}

function plain(error) {
  return { status: error?.status, data: error?.data, message: error?.message ?? String(error) };
}
