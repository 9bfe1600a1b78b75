package check

// What stands above the rules in docs/check.md, and in docs/verification.md.

const headEnglish = `# charte check

<!-- Written from the rules by go test ./internal/check -update: change them there. -->

` + "`charte check`" + ` takes the flags of ` + "`charte serve`" + `, reads everything that it would read, and
reports all that it finds at once, by file and line, each with its mend. It opens no
registry and asks no other host.

- It ends with 1 where there is a fault, or no answer from the service named by
  ` + "`--against`" + `, else with 0: warnings and notices do not stop a deployment.
- ` + "`charte serve`" + ` applies the same rules to the same files and settings, at the start and to each
  edit. A fault of the first two tables below stops the start, and such an edit is not taken: the
  last good content stays. A fault of the third is served, with a warning in the log at each
  start, in the metric ` + "`charte_served_faults`" + ` and on the operator's pages; ` + "`--strict`" + ` makes it stop too.
- What the registry knows to have been served before, with the same settings, goes on being served
  after an upgrade: what a newer version calls a fault in it is a warning until you edit it. The
  check opens no registry, so it reports such a fault all the same.
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
` + "`--against`" + `. ` + "`level`" + ` is fault, warning or notice; ` + "`serve`" + ` is stops, stops always or warns, and
missing where ` + "`charte serve`" + ` does not mention the finding; ` + "`kind`" + ` is purpose, key, provider or tracker.
` + "`version`" + ` changes when a key goes or changes its meaning, not when one is added.
`

const headFrench = `# charte check

<!-- Écrit d’après les règles par go test ./internal/check -update : c’est là qu’on les change. -->

` + "`charte check`" + ` prend les options de ` + "`charte serve`" + `, lit tout ce que le service lirait, et
rapporte d’un coup tout ce qu’il trouve, par fichier et par ligne, avec ce qu’il faut y faire. Il
n’ouvre aucun registre et n’interroge aucun autre hôte.

- Il se termine par 1 s’il y a une faute, ou si le service nommé par ` + "`--against`" + ` ne répond pas ;
  sinon par 0 : un point à vérifier ou à connaître n’empêche pas une mise en service.
- ` + "`charte serve`" + ` applique les mêmes règles aux mêmes fichiers et aux mêmes réglages, au démarrage
  et à chaque modification. Une faute des deux premiers tableaux empêche de démarrer, et une telle
  modification n’est pas prise : le dernier contenu correct reste en place. Une faute du troisième
  est servie, avec un avertissement dans le journal à chaque démarrage, dans la mesure
  ` + "`charte_served_faults`" + ` et sur les pages de l’exploitant ; avec ` + "`--strict`" + `, elle empêche aussi de démarrer.
- Ce que le registre sait avoir déjà été servi, avec les mêmes réglages, continue de l’être après
  une mise à jour : ce qu’une version plus récente y voit comme une faute reste un avertissement
  jusqu’à votre prochaine modification. La vérification n’ouvre aucun registre : elle signale donc
  cette faute quand même.
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
` + "`--against`" + `. ` + "`level`" + ` vaut fault, warning ou notice ; ` + "`serve`" + ` vaut stops, stops always ou warns, et
manque si ` + "`charte serve`" + ` ne mentionne pas le constat ; ` + "`kind`" + ` vaut purpose, key, provider ou tracker.
` + "`version`" + ` change quand une clé disparaît ou change de sens, non quand il s’en ajoute une.
`
