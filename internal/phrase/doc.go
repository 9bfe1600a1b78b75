// Package phrase keeps a sentence apart from its data until somebody knows in
// which language it is to be said.
//
// What finds something wrong says it in English, as a [Text] or as an error from
// [Errorf]; the English sentence is the key to [Words] of other languages. Who
// asks for no language gets English, and so does a sentence without words.
//
// It imports the standard library only.
package phrase
