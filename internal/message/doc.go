// Package message separates a message for operators from its data, so that the
// caller who knows the reader's language can write it in that language.
//
// A function that reports something returns an English sentence with its data: a
// [Text], or an error from [Errorf]. The sentence is the key of its translation in
// [Words], which [Load] reads from locales/operator.xx.toml. Without a language,
// and where a sentence has no translation, the message is in English.
//
// Texts for visitors are the matter of package i18n; docs/adr/0022 has the reasons.
//
// It imports the standard library and a reader of TOML only.
package message
