// Global Privacy Control, as scripts see it in a browser that supports it.
Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true, enumerable: true });
