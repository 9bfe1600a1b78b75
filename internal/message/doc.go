// Package message separates a message for operators from its data, so that the code
// that has the reader's language can translate it.
//
// A function that reports something returns an English sentence with its data: a
// [Text], or an error from [Errorf]. The sentence is the key of its translation in
// [Words], which [Load] reads from locales/operator.xx.toml. Without a language, or
// without a translation, the message is in English.
//
// Texts for visitors are in package i18n; docs/adr/0022 explains the two mechanisms.
package message
