// Global Privacy Control, as a browser that supports it shows it to scripts.
Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true, enumerable: true });
