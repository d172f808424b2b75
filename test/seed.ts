import fc from 'fast-check';

// The same examples on every machine, so that what fails failed because of the change; another `SEED` asks about others.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
