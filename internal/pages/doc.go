// Package pages renders what visitors see: the charter, the banner, the frames that
// replace it after a choice, the receipt and the error pages; and what programs read,
// /charter.json. It takes a loaded content and does not use HTTP, so that check,
// embed and the operator's pages use the same documents as the visitors.
//
// A page is rendered once for all visitors in the same situation, with slots for the
// parts that belong to one visitor (see [Values]).
package pages
