// Makes or uses a passkey when its form is sent, and sends what the browser answered with the form.
// Without this script, or without passkeys, the page says what else there is.
const bytes = (text) => {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const named = ({ id, ...rest }) => ({ ...rest, id: bytes(id) });

async function make(options) {
  const { challenge, user, excludeCredentials = [] } = options;
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(challenge),
      user: named(user),
      excludeCredentials: excludeCredentials.map(named),
    },
  });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function use(options) {
  const { challenge, allowCredentials = [] } = options;
  const used = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(challenge),
      allowCredentials: allowCredentials.map(named),
    },
  });
  const { authenticatorData, signature } = used.response;
  return answer(used, { authenticatorData: text(authenticatorData), signature: text(signature) });
}

function answer(credential, response) {
  const clientDataJSON = text(credential.response.clientDataJSON);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response: { clientDataJSON, ...response },
  };
}

const place = document.querySelector('[data-passkey-options]');
const form = place.querySelector('form');
form.addEventListener('submit', (event) => {
  if (form.elements.response.value !== '') return;
  event.preventDefault();
  void answerAndSend();
});

async function answerAndSend() {
  const options = JSON.parse(place.dataset.passkeyOptions);
  try {
    const made = await (place.dataset.passkey === 'make' ? make(options) : use(options));
    form.elements.response.value = JSON.stringify(made);
    form.submit();
  } catch {
    place.querySelector('[data-passkey-failed]').hidden = false;
  }
}
