// Package dpv writes consent records as JSON-LD, in the terms of the W3C Data Privacy
// Vocabulary for records and receipts of ISO/IEC TS 27560. It imports the standard
// library and consent.
package dpv
