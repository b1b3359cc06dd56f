"""The words that the rules know, in Swedish: who is spoken of, how, what only looks like a name.

Chosen for what is said in interviews in preschools and schools; measured by the labelled set.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _row(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# --- People

CHILD = _set(
    "elev eleven elevens barnet barnets pojke pojken pojkens flicka flickan flickans kille"
    " killen killens tjej tjejen tjejens grabb grabben grabbens tös tösen son sonen sonens"
    " dotter dottern dotterns kompis kompisen kompisens lillebror storebror lillasyster"
    " storasyster bror brodern syster systern syskonet tonåring tonåringen ungdomen klasskamrat"
    " klasskamraten klasskompis klasskompisen förskolebarnet bebis bebisen barnbarn barnbarnet"
    " fosterbarnet bonusbarnet fosterson fostersonen fosterdotter fosterdottern ungen bästis"
    " bästisen"
)
CHILD_ENDINGS = ("åring", "åringen", "åringens", "eleven", "pojken", "flickan", "killen", "tjejen")
NEAREST = _set("äldsta yngsta minsta mellersta store stora lilla lille")  # "vår yngsta"
ADULT = _set(
    "mamma mamman mammans pappa pappan pappans förälder föräldern förälderns mormor morfar"
    " farmor farfar moster faster morbror farbror styvpappa styvmamma bonuspappa bonusmamma"
    " maken makan sambo sambon sambons vårdnadshavaren vårdnadshavarens kvinna kvinnan familjen"
    " familjens"
)
STAFF = _set(
    "lärare läraren lärarens klasslärare klassläraren rektor rektorn biträdande fröken frökens"
    " magister magistern mentor mentorn kurator kuratorn kuratorns pedagog pedagogen"
    " förskollärare förskolläraren barnskötare barnskötaren fritidspedagog fritidspedagogen"
    " fritidsledare skolsköterska skolsköterskan psykolog psykologen skolpsykologen"
    " specialpedagog specialpedagogen speciallärare specialläraren resurs resursen elevassistent"
    " elevassistenten elevkoordinator elevkoordinatorn vaktmästare vaktmästaren kock kocken"
    " bibliotekarie bibliotekarien modersmålslärare modersmålsläraren studiehandledare"
    " studiehandledaren vikarie vikarien chef chefen kollega kollegan ordförande ordföranden"
    " ledamot ledamoten konsult konsulten jurist juristen handläggare handläggaren administratör"
    " administratören ombud ombudet logoped logopeden tränare tränaren coach coachen"
    " förstelärare förstelläraren utbildningschef utbildningschefen skolchef skolchefen"
    " verksamhetschef strateg strategen idrottsläraren matteläraren slöjdläraren musikläraren"
    " engelskläraren svenskläraren assistent assistenten tolken"
)
TITLES = (CHILD - _set("elev")) | ADULT | STAFF | _set("herr fru familjen")
PRONOUNS = _set("han hon hen honom henne henom hans hennes hens jag mig")
POSSESSIVES = _set("min mitt vår vårt din ditt hans hennes hens deras mina våra")
PLURAL = _set(
    "elever eleverna elevernas elevers barnen barnens pojkar pojkarna flickor flickorna killar"
    " killarna tjejer tjejerna ungdomar ungdomarna unga föräldrar föräldrarna vårdnadshavare"
    " vårdnadshavarna familjer familjerna syskon kompisar kompisarna de dom dem några flera"
    " många alla andra folk personal personalen mammor pappor femåringar fyraåringar treåringar"
    " föräldrars tolkar"
)
ONE = _set("en ett den det mitt vårt ditt hans hennes detta denna denne vår min din samma enda")
EACH = _set("per varje varannan ingen inget någon något alla vilken vilket")

# --- Small groups

FEW = {
    "båda": 2,
    "bägge": 2,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
}
GROUPS = {
    "elever": "elever", "eleverna": "elever", "barn": "barn", "barnen": "barn",
    "flickor": "elever", "flickorna": "elever", "pojkar": "elever", "pojkarna": "elever",
    "tjejer": "elever", "tjejerna": "elever", "killar": "elever", "killarna": "elever",
    "ungdomar": "elever", "ungdomarna": "elever", "syskon": "barn", "syskonen": "barn",
    "familjer": "familjer", "familjerna": "familjer", "föräldrar": "vårdnadshavare",
    "föräldrarna": "vårdnadshavare", "vårdnadshavare": "vårdnadshavare",
    "vårdnadshavarna": "vårdnadshavare", "mammor": "vårdnadshavare", "pappor": "vårdnadshavare",
    "mammorna": "vårdnadshavare", "papporna": "vårdnadshavare", "kompisar": "elever",
    "förskolebarn": "barn", "sexor": "elever", "nior": "elever", "grabbar": "elever",
    "grabbarna": "elever",
}  # fmt: skip
TWINS = _set("tvilling tvillingen tvillingar tvillingarna trillingar trillingarna syskonparet")
MEASURES_BEFORE = _set("om per max högst minst maximalt cirka ca")

# --- Classes

CLASS_WORDS = _set(
    "ettan tvåan trean fyran femman sexan sjuan åttan nian förskoleklass förskoleklassen"
    " f-klassen f-klass"
)
YEAR_WORDS = _set("åk årskurs klass")
TO_CLASS = _set("i på från ur")
WAY_TO_CLASS = _set(
    "som går gick i på från ur en den vår hos oss nu just yngre äldre ny nya av avdelning"
    " började börjat slutade slutat kom bytte till nyss sitter jobbar ( , avdelningen förskolan"
    " klassen klass eleverna barnen flickorna pojkarna"
)
NORMS = _set("ska skall bör förväntas måste")

# --- Verbs by which a person is told

SAYS = _set(
    "säger sa sade tycker tyckte berättar berättade menar menade upplever upplevde känner kände"
    " önskar önskade beskriver beskrev svarar svarade frågar frågade undrar undrade anser ansåg"
    " påpekar påpekade lyfter lyfte tror trodde vet visste minns skrattar gråter grät ropar"
    " ropade skriker skrek slutar slutade vågar vågade mår mådde trivs trivdes gick hoppas"
    " vägrar vägrade pratar pratade läser bråkar retar slåss sparkar hatar älskar gillar"
)
FINITE = SAYS | _set(
    "är var har hade får fick kan kunde ska skulle vill ville kommer kom tar tog bor bodde gör"
    " gjorde går leder ansvarar håller höll deltar deltog ringer ringde slår slog sitter satt"
    " saknar behöver behövde spelar leker jobbar började börjar springer sprang bet startade"
    " stod flyttade flyttar skriver skrev hjälper hjälpte ser såg blir blev brukar delar"
)
ASKED = _set("fråga frågat ring ringa mejla kontakta tacka enligt säger sa sade tycker menar")
KIN = _set(
    "mamma mammas pappa pappas föräldrar bror syster son dotter lillebror storasyster kompis"
    " kompisar mormor morfar farmor farfar familj lärare mentor klass rum idé förslag grupp"
    " hylla plats skåp schema assistent resurs hund väg diagnos situation ärende utredning"
    " frånvaro"
)
UNNAMED = _set("så inte att nog ju samma olika något någonting bara ibland personnummer")
NAMING = _set("heter hette kallas kallades")

# Words that begin a sentence before "säger att" and are not names.
NOBODY = _set(
    "vi de dom ni du man det den detta alla många några flera ingen inga andra båda bägge vissa"
    " hälften resten fler samtliga elever lärare föräldrar barn pojkar flickor tjejer killar"
    " personal ledning en ett två tre fyra fem sex vem vad som och men också dock sedan då nu"
    " här där ibland ofta så jag han hon hen dessa rektor skola förskola elevhälsa samt därför"
    " annars samtidigt mest forskning"
)

# --- Words that look like names

# Nouns and the like: as the subject of an ordinary sentence they stand where a name could.
NOUNS = _set(
    "Björn Liv Love Sten Saga My Max Maj Juni Dag Mark Rosa Storm Linde Ask Sol Frank Lucia"
    " Viola Nova Vega Vilja Rask Lycke Viking Valborg Vinga Jul Balder Atlas Solo Charlie Rut"
    " Siri Flora August Merit Polly Alexa Ros Ek Tur Lo Gull Ute Ruta Lava Lada Line Loan Svala"
    " Myra Mynta Malva Lilja Pilar Tuss Lin Bror Fia"
)
# Verbs, prepositions and the like: no verb can follow them.
OTHERS = _set(
    "Per Bo Hans Du Ge Man Ni Tom Sen Se Ta Be Le Mer Alla Vide Ville Rita Mina Dina Sina Vita"
    " Even Ester Lugn Svar Sam Don Jo Unna Vill Varit Minna Else Essi Nya Inga Rena Hala Klara"
    " Vilda Lena Elva Blanka Tina Roa Lova Vaka Vida Marina Marin Said"
)
LATER = _set(  # surnames that are ordinary words: with a first name or a title only
    "Ek Berg Strand Lund Holm Ström Skog Park Björk Lind Dahl Ask Alm Blad Palm Gren Stark Stål"
    " Nord Sund Frisk Frid Ring Ros Roos Kvist Söder Söderman Bäck Beck Falk Örn West Hall Green"
    " Martin Walter Norman Daniels Malik Tan Lam Chen Wang Salo Silva Santos Weber Rask Lilja"
    " Asp Glad Lång Lärk Sand Mörk Modig Hård Ledig Kaya Fast Hult Ljung Löf Smith Blom Borg"
    " Wong Udd Al Vall Svan Svahn Svärd Sköld Ståhl Grip Leijon Torres Novak Brandt Roth Ferm"
    " Flink Blixt"
)
# Agencies, brands, methods and other capitals that are no people and no places.
THINGS = _set(
    "Skolverket Skolinspektionen Skolväsendet Specialpedagogiska Socialstyrelsen"
    " Barnombudsmannen Folkhälsomyndigheten Arbetsmiljöverket Kommunal Vision Lärarförbundet"
    " Sveriges Lärare Google Microsoft Apple Teams Forms Word Excel Classroom Unikum Vklass"
    " InfoMentor Edlevo Dexter Skola24 Extens Skolon Bingel Nomp Kahoot Quizlet Minecraft Roblox"
    " Fortnite Lego Snapchat Instagram Tiktok TikTok YouTube Youtube Discord Facebook Netflix"
    " Spotify Liseberg Poolia Läslyftet Matematiklyftet Bravkod LegiLexi Bornholm Stanford"
    " Trelleborg Montessori Waldorf Reggio Marte Respons Agenda Bibeln Koranen Gud Allah Jesus"
    " Internet Polly Polyglutt Ugglo Bamse Babblarna Bobbo Dadda Diddi Pippi Alfons Madicken"
    " Pettson Findus Nobelpriset Romani Jehovas Gleerups Natur Kultur AirPods Lyckostjärnan"
    " Storstugan Bockarna Bruse Among Eid Advent Nyår Ica Coop Ikea Volvo Saab Elevhälsan Rektor"
    " Halloween Region Distrikt Länsstyrelsen Riksdagen Klass Klasserna"
)
FIGURES: dict[str, list[list[str]]] = {}  # of books and history: the first word, and what follows
for _figure in (
    "Astrid Lindgren|Harry Potter|Alfons Åberg|Anne Frank|Selma Lagerlöf|Karin Boye|Kalle Anka"
    "|Kerstin Ekman|Ture Sventon|Pippi Långstrump|Nils Holgersson|Olof Palme|Greta Thunberg"
    "|Rosa Parks|Nelson Mandela|Raoul Wallenberg|Dag Hammarskjöld|Maria Montessori|Adam och Eva"
    "|Emil i|Reggio Emilia|Marte Meo|Martin Luther|August Strindberg|Carl von|Gustav Vasa"
    "|Elsa Beskow|Moa Martinson|Vilhelm Moberg|Tove Jansson|Alfred Nobel|Carl Larsson"
    "|Ronja Rövardotter|Karlsson på|Max och Moritz|Kalle Blomkvist|Maria Gripe|Ulf Stark"
    "|Romeo och Julia|Hans och Greta|Lasse Maja|Albert Einstein|Isaac Newton|Sankta Lucia"
    "|Anders Celsius|Charles Darwin|Marie Curie|William Shakespeare|Adolf Hitler|Lilla Anna"
    "|Linus på|Mona Lisa|Daniel Tiger|Barbro Lindgren|Lennart Hellsing"
).split("|"):
    FIGURES.setdefault(_figure.split()[0], []).append(_figure.split()[1:])
PLACES_AFTER = _set(  # after a name these make it the name of a place
    "skola skolan skolans skolas förskola förskolan förskolas friskola friskolan gymnasium"
    " gymnasiet kyrka kyrkan gata gatan väg vägen plats torg torget park parken allé allén backe"
    " gård gården kommun kommunen län universitet högskola montessori montessoriskola bibliotek"
    " stiftelse akademi elementarskola byskola byskolor hus huset dagis idrottsplats stad"
    " församling centrum"
)
PLACES_BEFORE = _set("i på från till vid mot utanför nära runt genom kring över via förbi")
SCHOOLISH = ("skolan", "skola", "skolans", "gatan", "vägen", "gården", "parken", "verket", "kommun",
             "modellen", "metoden", "hallen", "huset", "lyftet", "byn", "stan", "torp", "sjön",
             "nämnden", "myndigheten", "förbundet", "enkäten", "inspektionen")  # fmt: skip
CALLED = _set(  # after these a name is the name of a thing
    "appen programmet boken hunden katten kaninen avdelningen avdelning båten projektet sagan"
    " filmen spelet metoden modellen arbetslag huset gruppen systemet plattformen läromedlet"
    " förlaget"
)

# --- Health, family and origin: beginnings of words, and whole words

HEALTH_STEMS = _row(
    "adhd autis asperg dyslekt dyslex dyskalk npf- diabet epilep allergi astma celiaki"
    " glutenint laktosint stamning mutism depress deprim ångest panikång självskad självmord"
    " suicid ätstörn anorex bulimi tvångssyn tvångstank tourette cancer leukemi hjärntum"
    " rullstol hörselskad hörselneds hörapparat synskad synneds cp-skad utvecklingsstörn"
    " funktionsnedsatt funktionsnedsättning funktionshind insulin utmattning alkoholis psykos"
    " schizo bipol traumati blodsmitt hepatit migrän reumati hjärtfel språkstörn könsdysf"
    " könskorr habiliter psykiatri missfall psykisk diagnos cannabis narkotik hjärnskak"
    " ätproblem fobi skolfobi koncentrationssv crohn endometr"
)
HEALTH = _set(
    "add npf döv dövt blind downs sjukskriven sjukskrivna sjukskrivning utbränd utmattad gravid"
    " stammar ptsd hiv ms ocd dld autist missbrukare medicineras inlagd trauma diagnos diagnosen"
    " utreds bup läkemedel sondmatas tics medicin mediciner medicinen ritalin concerta elvanse"
    " nedstämd suicidal hyperaktiv blöja krycka kryckor opererad sond syrgas pacemaker hasch"
    " droger drogar långtidssjukskriven hjärtsjuk njursjuk rullstolsburen"
)
ILL = _set("sjukskriven utbränd utmattad gravid alkoholist missbrukare")
WORK = ("team", "teamet", "säkrat", "anpassat", "utbildning", "kompetens", "stöd", "material")
HEALTH_PARTS = ("allergi", "epilepsi", "diabetes", "intoleran", "depression", "ångest")
HEALTH_PAIRS = (("skär", "sig"), ("skar", "sig"), ("skadar", "sig"), ("kissar", "sig"))
WEAK = _set(
    "utreds medicin mediciner medicinen bup psykisk diagnos diagnosen medicineras stammar läkemedel"
)
FAMILY_STEMS = _row(
    "familjehem fosterhem fosterfamilj jourhem lvu hvb omhändertag vårdnadstvist vårdnadsutred"
    " orosanmäl kvinnojour kvinnofrid fängelse missbruk misshand skilsmäss separera hemlös"
    " försörjningsst hedersrel hedersförtr adopter ensamkomm papperslös asylsök utvisn"
    " sekretessmark vräk incest placera socialtjänst socialsekret barnahus arbetslös bostadslös"
    " trångbod skuldsatt homosex lesbisk bisex transperson transkille transtjej ickebin"
)
FAMILY = _set(
    "placering häktad häktet utvisas utvisad separerat skilda skildes skilts avled dog anstalt"
    " soc kriminell dömd begravning bortgång ensamstående änka änkling"
)
FAMILY_PAIRS = (
    ("skyddad", "identitet"), ("skyddade", "personuppgifter"), ("skyddade", "uppgifter"),
    ("skilde", "sig"), ("skilt", "sig"), ("våld", "hemmet"), ("sexuella", "övergrepp"),
)  # fmt: skip
LANGUAGES = _set(
    "arabiska somaliska dari persiska farsi kurdiska sorani kurmanji turkiska bosniska serbiska"
    " kroatiska albanska polska ryska ukrainska finska tigrinja amhariska swahili urdu pashto"
    " hindi bengali kinesiska mandarin thailändska vietnamesiska rumänska bulgariska ungerska"
    " grekiska italienska portugisiska syrianska assyriska romani estniska lettiska litauiska"
    " isländska danska norska nederländska makedonska armeniska georgiska azerbajdzjanska"
    " mongoliska"
)
NATIONS = _set(  # of one: what somebody is, or a child is
    "syrisk somalisk irakisk iransk afghansk eritreansk etiopisk turkisk kurdisk polsk rysk"
    " ukrainsk serbisk bosnisk kroatisk albansk rumänsk bulgarisk libanesisk palestinsk"
    " thailändsk kinesisk indisk pakistansk vietnamesisk marockansk chilensk syrier somalier"
    " irakier iranier afghan eritrean etiopier turk kurd polack ryss ukrainare serb bosnier"
    " kroat alban kosovoalban rumän bulgar libanes palestinier thailändare kines indier"
    " pakistanier vietnames marockan assyrier syrian finländare romsk arab"
)
BORN = _set("född föddes uppvuxen uppväxt bodde")
SPEAKS = _set("talar pratar kan förstår talade pratade modersmål hemspråk modersmålet")
FAITHS = _set(
    "muslim muslimsk kristen jude judinna judisk katolik ortodox hindu buddhist sikh shiamuslim"
    " sunnimuslim pingstvän mormon ateist slöja slöjan hijab niqab romsk rom same samisk resande"
    " flykting asylsökande fastar"
)
BLOCKS = _set(
    "kring mot kunskap kunskaper utbildning utbildad utbildade kompetens fortbildning rutin"
    " rutiner arbetar handleder undervisar undervisas föreläsning inriktning bok boken film"
)
STARTERS = _set("har får är var fick behöver går bor kan vill mår hade saknar blir blev utreds")
