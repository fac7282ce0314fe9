"""Regions and large towns that are told by their names alone, and countries, which stay."""


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip().replace("\n", " ") for name in listed.split(",") if name.strip())


US_STATES = _names(
    "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia,"
    "Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,"
    "Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,"
    "New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,"
    "Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington,"
    "West Virginia,Wisconsin,Wyoming,Puerto Rico"
)
US_STATE_CODES: tuple[str, ...] = tuple(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM "
    "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR".split()
)
_SPANISH = _names(
    "Andalucía,Aragón,Asturias,Cantabria,Castilla-La Mancha,Castilla y León,Cataluña,Catalunya,"
    "Extremadura,Galicia,La Rioja,Navarra,País Vasco,Comunidad Valenciana,Murcia,Islas Baleares,"
    "Canarias,Albacete,Alicante,Almería,Ávila,Badajoz,Barcelona,Bilbao,Burgos,Cáceres,Cádiz,"
    "Castellón,Ciudad Real,Córdoba,Cuenca,Gerona,Girona,Granada,Guadalajara,Guipúzcoa,Huelva,"
    "Huesca,Jaén,La Coruña,Las Palmas,León,Lérida,Lugo,Madrid,Málaga,Orense,Palencia,Pamplona,"
    "Pontevedra,Salamanca,San Sebastián,Segovia,Sevilla,Soria,Tarragona,Tenerife,Teruel,Toledo,"
    "Valencia,Valladolid,Vizcaya,Zamora,Zaragoza,Vigo,Gijón,Oviedo,Santander,Nueva York"
)
_GERMAN = _names(
    "Baden-Württemberg,Bayern,Berlin,Brandenburg,Bremen,Hamburg,Hessen,Mecklenburg-Vorpommern,"
    "Niedersachsen,Nordrhein-Westfalen,NRW,Rheinland-Pfalz,Saarland,Sachsen,Sachsen-Anhalt,"
    "Schleswig-Holstein,Thüringen,Aachen,Augsburg,Bielefeld,Bochum,Bonn,Braunschweig,Chemnitz,"
    "Dortmund,Dresden,Duisburg,Düsseldorf,Erfurt,Frankfurt,Freiburg,Hannover,Heidelberg,Karlsruhe,"
    "Kassel,Kiel,Köln,Leipzig,Lübeck,Magdeburg,Mannheim,München,Münster,Nürnberg,Potsdam,Rostock,"
    "Saarbrücken,Stuttgart,Wiesbaden,Wuppertal,Wien,Zürich"
)
_BRITISH = _names(
    "Aberdeen,Belfast,Birmingham,Bradford,Brighton,Bristol,Cambridge,Cardiff,Coventry,Derby,Dundee,"
    "Edinburgh,Exeter,Glasgow,Leeds,Leicester,Liverpool,London,Manchester,Newcastle,Norwich,"
    "Nottingham,Oxford,Plymouth,Portsmouth,Sheffield,Southampton,Sunderland,Swansea,Wembley,York,"
    "Cornwall,Cumbria,Devon,Dorset,Essex,Hampshire,Kent,Lancashire,Merseyside,Norfolk,Somerset,"
    "Suffolk,Surrey,Sussex,Yorkshire,Dublin"
)
_AMERICAN = _names(
    "NYC,New York City,Los Angeles,Chicago,Houston,Philadelphia,San Antonio,San Diego,Dallas,"
    "San Francisco,Seattle,Boston,Detroit,Atlanta,Miami,Denver,Baltimore,Minneapolis,Cleveland"
)
TOWNS_AND_REGIONS: frozenset[str] = US_STATES | _SPANISH | _GERMAN | _BRITISH | _AMERICAN
"""Names of regions and large towns of the US, Spain, Germany and the UK, as they are written."""

COUNTRIES: frozenset[str] = frozenset(
    name.casefold()
    for name in _names(
        "Afghanistan,Algeria,America,Argentina,Australia,Austria,Bangladesh,Belgium,Bosnia,Brazil,"
        "Britain,Great Britain,Bulgaria,Canada,Chile,China,Colombia,Croatia,Cuba,Cyprus,"
        "Czech Republic,Denmark,Egypt,England,Estonia,Ethiopia,Finland,France,Germany,Ghana,Greece,"
        "Hungary,Iceland,India,Indonesia,Iran,Iraq,Ireland,Northern Ireland,Israel,Italy,Japan,"
        "Kenya,Korea,North Korea,South Korea,Kosovo,Latvia,Lebanon,Libya,Lithuania,Luxembourg,"
        "Malawi,Malaysia,Malta,Mexico,Morocco,Netherlands,New Zealand,Nigeria,Norway,Pakistan,"
        "Palestine,Peru,Philippines,Poland,Portugal,Romania,Russia,Saudi Arabia,Scotland,Serbia,"
        "Slovakia,Slovenia,Somalia,South Africa,Soviet Union,USSR,Spain,Sudan,Sweden,Switzerland,"
        "Syria,Taiwan,Tanzania,Thailand,Tunisia,Turkey,Uganda,Ukraine,United Kingdom,UK,U.K.,"
        "United States,United States of America,US,U.S.,USA,U.S.A.,Vietnam,Wales,Yemen,Zimbabwe,"
        "Europe,EU,European Union,Africa,Asia,Middle East,Gulf,Commonwealth,North America,"
        "South America,Latin America,Western Europe,Eastern Europe,Atlantic,Balkans,"
        "España,Alemania,Francia,Italia,Inglaterra,Reino Unido,Estados Unidos,Suecia,Suiza,Europa,"
        "Holanda,Bélgica,Grecia,Irlanda,Rusia,Marruecos,México,América,Unión Europea,UE,"
        "Deutschland,Frankreich,Österreich,Schweiz,Italien,Spanien,England,Großbritannien,Polen,"
        "Niederlande,Dänemark,Schweden,Türkei,Russland,Europäische Union"
    )
)
"""Countries and parts of the world, in lower case: no person is found by them."""
