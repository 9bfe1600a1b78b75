package check

// What stands above the rules in docs/check.md, and in docs/verification.md.

const headEnglish = `# charte check

<!-- Written from the rules by go test ./internal/check -update: change them there. -->

` + "`charte check`" + ` takes the flags of ` + "`charte serve`" + `, reads everything that it would read, and
reports all that it finds at once, by file and line, each with its mend. It opens no
registry and asks no other host.

- It ends with 1 where there is a fault, or no answer from the service named by
  ` + "`--against`" + `, else with 0: warnings and notices do not stop a deployment.
- ` + "`--format json`" + ` writes the report for programs.
- A person reads it in the language of the environment (LC_ALL, LC_MESSAGES, LANG): in French
  where that is French, else in English. A program gets English, wherever it is started.
  ` + "`--lang`" + ` (CHARTE_LANG) decides for both. Ids of rules and the names of keys never change.
- ` + "`--against https://cookies.example.fr`" + ` reads ` + "`/charter.json`" + ` of a running service and says in
  one more line whether the edit will ask everyone again, and because of which line. Words,
  durations, order, exempt trackers and removals never do. With the address of another service
  under the same domain, it says whether the two would write one cookie.

Sources are ids of the project's compliance checklist (C consent, P proof, H charter, A
accessibility, B browsers, X security) and the texts behind them: LD, the CNIL's guidelines
2020-091; RC, its recommendation 2020-092; EDPB taskforce, the report on cookie banners of
January 2023; RGAA 4.1; WCAG 2.2.

## The JSON report

` + "```json" + `
{
  "version": 1,
  "faults": 0, "warnings": 1, "notices": 0,
  "findings": [
    {"rule": "contact-missing", "level": "warning", "file": "charter.md", "line": 10,
     "problem": "…", "mend": "…", "reason": "…", "source": "…"}
  ],
  "person": [{"id": "footer-link", "what": "…", "source": "…"}],
  "against": {"asks_again": true, "line": "…",
    "added": [{"purpose": "statistics", "kind": "tracker", "name": "_pk_id.*", "file": "charter.md", "line": 95}]}
}
` + "```" + `

` + "`file`" + ` is missing where the settings are meant, ` + "`line`" + ` where the whole file is, ` + "`against`" + ` without
` + "`--against`" + `. ` + "`level`" + ` is fault, warning or notice; ` + "`kind`" + ` is purpose, key, provider or tracker.
` + "`version`" + ` changes when a key goes or changes its meaning, not when one is added.
`

const headFrench = `# charte check

<!-- Écrit d’après les règles par go test ./internal/check -update : c’est là qu’on les change. -->

` + "`charte check`" + ` prend les options de ` + "`charte serve`" + `, lit tout ce que le service lirait, et
rapporte d’un coup tout ce qu’il trouve, par fichier et par ligne, avec ce qu’il faut y faire. Il
n’ouvre aucun registre et n’interroge aucun autre hôte.

- Il se termine par 1 s’il y a une faute, ou si le service nommé par ` + "`--against`" + ` ne répond pas ;
  sinon par 0 : un point à vérifier ou à connaître n’empêche pas une mise en service.
- ` + "`--format json`" + ` écrit le rapport pour un programme.
- Une personne le lit dans la langue de son environnement (LC_ALL, LC_MESSAGES, LANG) : en
  français si c’est le français, sinon en anglais. Un programme le reçoit en anglais, d’où qu’on
  le lance. ` + "`--lang`" + ` (CHARTE_LANG) en décide pour les deux. Les identifiants des règles et les noms
  des clés ne changent jamais.
- ` + "`--against https://cookies.example.fr`" + ` lit ` + "`/charter.json`" + ` d’un service en marche, et dit en une
  ligne de plus si la modification fera interroger tout le monde de nouveau, et à cause de quelle
  ligne. Un mot, une durée, l’ordre, un traceur exempté ou un retrait : jamais. Avec l’adresse
  d’un autre service du même domaine, il dit si les deux écriraient le même cookie.

Les sources sont les identifiants de la liste de conformité du projet (C accord, P preuve, H
charte, A accessibilité, B navigateurs, X sécurité) et les textes dont elle procède : LD, les
lignes directrices 2020-091 de la CNIL ; RC, sa recommandation 2020-092 ; EDPB taskforce, le
rapport du groupe de travail du comité européen sur les bandeaux (janvier 2023) ; GDPR, le
règlement européen (RGPD) ; CJEU, la Cour de justice de l’Union européenne ; RGAA 4.1 ; WCAG 2.2.

## Le rapport en JSON

` + "```json" + `
{
  "version": 1,
  "faults": 0, "warnings": 1, "notices": 0,
  "findings": [
    {"rule": "contact-missing", "level": "warning", "file": "charter.md", "line": 10,
     "problem": "…", "mend": "…", "reason": "…", "source": "…"}
  ],
  "person": [{"id": "footer-link", "what": "…", "source": "…"}],
  "against": {"asks_again": true, "line": "…",
    "added": [{"purpose": "statistics", "kind": "tracker", "name": "_pk_id.*", "file": "charter.md", "line": 95}]}
}
` + "```" + `

` + "`file`" + ` manque quand il s’agit des réglages, ` + "`line`" + ` quand il s’agit de tout le fichier, ` + "`against`" + ` sans
` + "`--against`" + `. ` + "`level`" + ` vaut fault, warning ou notice ; ` + "`kind`" + ` vaut purpose, key, provider ou tracker.
` + "`version`" + ` change quand une clé disparaît ou change de sens, non quand il s’en ajoute une.
`
